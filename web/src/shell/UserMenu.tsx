import { setPreferences } from '@luckygas/ui/api/routes/identity.ts'
import { type Locale, locales, showLocale, storeLocale } from '@luckygas/ui/i18n/create-i18n.ts'
import { UserIcon } from '@luckygas/ui/icons/more-things.tsx'
import { ChevronIcon } from '@luckygas/ui/icons/things.tsx'
import { useState } from 'react'
import {
  Button,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Separator,
} from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { api } from './api.ts'
import { driverAppPath } from './go-home.ts'
import { localeNames } from './LocaleChoice.tsx'
import { paths } from './paths.ts'
import { useMe } from './session.ts'
import { setTheme, storedTheme, type Theme, themes } from './theme.ts'

/** Name and role; theme, language, the other app, and the way out. */
export function UserMenu() {
  const { t, i18n } = useTranslation()
  const me = useMe()
  const navigate = useNavigate()
  const [theme, setShownTheme] = useState<Theme>(storedTheme)

  const chooseTheme = (next: Theme) => {
    setTheme(next)
    setShownTheme(next)
  }
  const chooseLocale = async (locale: Locale) => {
    storeLocale(await showLocale(i18n, locale))
    api.session.updateMe(await api.call(setPreferences, { body: { locale } }))
  }
  const openDriverApp = async () => {
    await api.call(setPreferences, { body: { homeApp: 'driver' } })
    globalThis.location.assign(driverAppPath)
  }
  return (
    <MenuTrigger>
      <Button className="btn ghost user">
        <UserIcon size={16} />
        <span className="word">
          {t(`role.${me.role}`)}・{me.name}
        </span>
        <ChevronIcon size={14} />
      </Button>
      <Popover className="pop" placement="bottom end">
        <Menu className="menu">
          <MenuSection
            selectionMode="single"
            selectedKeys={[theme]}
            onSelectionChange={keys => chooseTheme([...keys][0] as Theme)}
            disallowEmptySelection
          >
            <Header>{t('shell.theme')}</Header>
            {themes.map(each => (
              <MenuItem key={each} id={each} className="menu-item">
                {t(`shell.themes.${each}`)}
              </MenuItem>
            ))}
          </MenuSection>
          <MenuSection
            selectionMode="single"
            selectedKeys={[i18n.language]}
            onSelectionChange={keys => void chooseLocale([...keys][0] as Locale)}
            disallowEmptySelection
          >
            <Header>{t('shell.language')}</Header>
            {locales.map(each => (
              <MenuItem key={each} id={each} className="menu-item">
                {localeNames[each]}
              </MenuItem>
            ))}
          </MenuSection>
          <Separator className="menu-line" />
          {me.role === 'driver' ? (
            <MenuItem className="menu-item" onAction={() => void openDriverApp()}>
              {t('shell.openDriverApp')}
            </MenuItem>
          ) : null}
          <MenuItem className="menu-item" onAction={() => void navigate(paths.settings('own'))}>
            {t('shell.ownSettings')}
          </MenuItem>
          <MenuItem className="menu-item" onAction={() => void api.logout()}>
            {t('shell.logout')}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
