/** Rows of grey bars in the shape of the list that comes; widths in per cent of the row. */
export function SkeletonRows({
  rows = 20,
  widths = [3, 10, 8, 16, 8, 14, 12, 10],
}: {
  rows?: number
  widths?: readonly number[]
}) {
  return (
    <div className="skeleton" aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => (
        // The rows are all alike and never move.
        // biome-ignore lint/suspicious/noArrayIndexKey: position is the identity here
        <div key={row} className="skeleton-row">
          {widths.map((width, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: position is the identity here
            <i key={column} style={{ width: `${width}%` }} />
          ))}
        </div>
      ))}
    </div>
  )
}
