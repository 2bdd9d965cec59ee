import { useTranslation } from 'react-i18next'
import { arrows, type Bounds, edgesOf, type MapScene } from './scene.ts'

const places = ['e', 'ne', 'n', 'nw', 'w', 'sw', 's', 'se'] as const

/** What lies outside the map, told at its edge. */
export function EdgeTags({ scene, view }: { scene: MapScene; view: Bounds }) {
  const { t } = useTranslation()
  return edgesOf(scene, view).map(({ arrow, tags }) => (
    <div key={arrow} className={`edge edge-${places[arrows.indexOf(arrow)]}`}>
      {tags.map(tag => (
        <span key={tag.id} className="edge-tag">
          <i className="let" style={{ background: tag.colour }}>
            {tag.text}
          </i>
          {t('map.outside', { count: tag.count })} {arrow}
        </span>
      ))}
    </div>
  ))
}
