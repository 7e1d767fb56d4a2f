/** Small functions on texts. */

/** Makes every run of white space one space and trims the ends. */
export function squeeze(text) {
  return text.trim().replace(/\s+/g, " ");
}
