import { useNavigation } from '../../app/phone-context.tsx'
import { Go } from '../../parts/buttons.tsx'
import { Screen } from '../../parts/Screen.tsx'
import { useWords } from '../../words/words-context.tsx'

/** The stop is no longer part of the day, and nothing was left open about it. */
export function GoneStop() {
  const { t } = useWords()
  const navigation = useNavigation()
  return (
    <Screen
      title={t('stop.gone')}
      bar={<Go onPress={() => navigation.go({ at: 'today' })}>{t('stops.today')}</Go>}
    >
      <p className="empty">{t('stop.goneHelp')}</p>
    </Screen>
  )
}
