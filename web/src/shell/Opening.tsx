/** The empty shell while the first page's code is on its way. */
export const Opening = () => (
  <div className="shell" aria-busy="true">
    <div className="rail" />
    <div className="main">
      <div className="top" />
    </div>
  </div>
)
