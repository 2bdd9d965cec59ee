/** As a ref: the keys go to this element when it appears, as a page or sheet that opens to be typed into wants. */
export function focusFirst(element: HTMLElement | null): void {
  element?.focus()
}
