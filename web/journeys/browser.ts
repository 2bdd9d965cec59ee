import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rm, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import sparticuz, { inflate } from '@sparticuz/chromium'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
} from 'playwright-core'

const resolve = createRequire(import.meta.url).resolve

/** The phones and desks on which the apps must be good. */
export const profiles = {
  'phone-small': {
    viewport: { width: 320, height: 568 },
    isMobile: true,
    hasTouch: true,
    deviceScaleFactor: 2,
  },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
  'phone-large': {
    viewport: { width: 430, height: 932 },
    isMobile: true,
    hasTouch: true,
    deviceScaleFactor: 2,
  },
  laptop: { viewport: { width: 1280, height: 800 } },
  desk: { viewport: { width: 1920, height: 1080 } },
} as const satisfies Record<string, BrowserContextOptions>
export type Profile = keyof typeof profiles

/** Fonts from npm, so that pictures show Chinese on a machine that has none. @param folder where they are written and indexed */
function fontConfig(folder: string): string {
  const fonts = dirname(
    dirname(resolve('@expo-google-fonts/noto-sans-tc/400Regular/NotoSansTC_400Regular.ttf')),
  )
  const files = ['400Regular', '700Bold'].map(weight => `<dir>${join(fonts, weight)}</dir>`).join('')
  const file = join(folder, 'fonts.conf')
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${files}<dir>/usr/share/fonts</dir><cachedir>${folder}</cachedir></fontconfig>`,
  )
  return file
}

/** Libraries that Chromium needs and a bare machine lacks come with its package. */
async function libraryPath(executable: string): Promise<string | undefined> {
  try {
    if (!execFileSync('ldd', [executable], { encoding: 'utf8' }).includes('not found')) return undefined
  } catch {
    // No ldd: take the package's libraries and let Chromium say what is missing.
  }
  const archive = join(dirname(resolve('@sparticuz/chromium')), '../../bin/al2023.tar.br')
  return existsSync(archive) ? join(await inflate(archive), 'lib') : undefined
}

/** How every Chromium of the journeys starts. @param home a folder of its own */
async function launchOptions(home: string): Promise<LaunchOptions> {
  const executablePath = await sparticuz.executablePath()
  const libraries = await libraryPath(executablePath)
  mkdirSync(join(home, '.cache'), { recursive: true })
  const quiet = [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    '--no-first-run',
    '--disable-dev-shm-usage',
  ]
  const drawing = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--font-render-hinting=none']
  return {
    executablePath,
    headless: true,
    args: ['--no-sandbox', ...quiet, ...drawing],
    env: {
      ...process.env,
      HOME: home,
      FONTCONFIG_FILE: fontConfig(home),
      ...(libraries && { LD_LIBRARY_PATH: libraries }),
    } as Record<string, string>,
  }
}

/** A real Chromium from npm, without a system package. */
export async function openBrowser(): Promise<Browser> {
  const home = newHome()
  const browser = await chromium.launch(await launchOptions(home.folder))
  browser.once('disconnected', home.leave)
  return browser
}

/** A phone whose memory outlives the app: closing the context kills it, opening the folder again starts it cold. */
export async function openPersistentPhone(
  folder: string,
  options: BrowserContextOptions,
): Promise<BrowserContext> {
  const home = newHome()
  const context = await chromium.launchPersistentContext(folder, {
    ...options,
    ...(await launchOptions(home.folder)),
  })
  context.once('close', home.leave)
  return context
}

/** Where one Chromium keeps its settings and its fonts' index; Chromium may write there while it closes. */
function newHome(): { folder: string; leave(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-home-'))
  return {
    folder,
    leave: () => {
      rm(folder, { recursive: true, force: true, maxRetries: 5 }, () => undefined)
    },
  }
}
