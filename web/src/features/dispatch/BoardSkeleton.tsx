import { SkeletonRows } from '../../parts/SkeletonRows.tsx'

/** Map, lanes and tray without their data. */
export function BoardSkeleton() {
  return (
    <div className="mid" aria-hidden="true">
      <div className="map" />
      <div className="lanes">
        <SkeletonRows rows={24} widths={[18, 6, 5, 8, 5, 7, 6, 5, 9, 6]} />
      </div>
    </div>
  )
}
