/** Puts a text into the clipboard. Says whether it is there. */
export async function copyText(text: string): Promise<boolean> {
  try {
    // Not there where the page is served by plain http.
    if ('clipboard' in navigator) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch {
    // Refused, as in a frame: the old way may still do it.
  }
  const field = document.createElement('textarea');
  field.value = text;
  field.style.position = 'fixed';
  field.style.opacity = '0';
  document.body.append(field);
  field.select();
  // The only way without the clipboard of secure pages.
  // oxlint-disable-next-line typescript/no-deprecated
  const copied = document.execCommand('copy');
  field.remove();
  return copied;
}
