/** Key caps, printed where the key works. */
export function Kbd({ keys }: { keys: readonly string[] }) {
  return (
    <span className="kbds" aria-hidden="true">
      {keys.map(key => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  )
}
