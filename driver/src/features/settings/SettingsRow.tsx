import { useNavigation } from '../../app/phone-context.tsx'
import { Row } from '../../parts/buttons.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useWords } from '../../words/words-context.tsx'

/** A way to the settings for those who look for it on the list. */
export function SettingsRow() {
  const { t } = useWords()
  const navigation = useNavigation()
  return (
    <Row icon={<Icon name="settings" />} onPress={() => navigation.go({ at: 'settings' })}>
      {t('settings.title')}
    </Row>
  )
}
