import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Engine, needProgram, startEngine } from './engine.ts'
import { fillTemplate } from './template.ts'

/**
 * An nginx with the settings of a container: `infra/engines/<template>`. What the container keeps in `/run/luckygas` it
 * keeps in a folder of its own, which its workers may pass.
 */
export async function startNginx(
  folder: string,
  template: string,
  values: Readonly<Record<string, string | number>>,
  isReady: () => Promise<boolean>,
): Promise<Engine> {
  const own = join(folder, template)
  mkdirSync(own, { recursive: true })
  for (const each of [folder, own]) chmodSync(each, 0o755)
  const [file, log] = [join(own, 'nginx.conf'), join(own, 'error.log')]
  // What a test hears of a program is a socket, which nobody can open by its path.
  const settings = fillTemplate(template, values).replaceAll('/dev/stderr', log)
  writeFileSync(file, settings.replaceAll('/run/luckygas', own))
  return startEngine({
    program: needProgram('nginx'),
    args: ['-e', log, '-c', file, '-g', 'daemon off;'],
    folder: own,
    name: 'nginx',
    isReady,
  })
}
