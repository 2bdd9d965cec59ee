import { useTranslation } from 'react-i18next'
import { type Bounds, edgeTags, type MapScene } from './scene.ts'

/** What lies outside the map, told at its edge. */
export function EdgeTags({ scene, view }: { scene: MapScene; view: Bounds }) {
  const { t } = useTranslation()
  return edgeTags(scene, view).map(tag => (
    <span key={tag.id} className="edge-tag" style={{ left: `${tag.left}%`, top: `${tag.top}%` }}>
      <i className="let" style={{ background: tag.colour }}>
        {tag.text}
      </i>
      {t('map.outside', { count: tag.count })} {tag.arrow}
    </span>
  ))
}
