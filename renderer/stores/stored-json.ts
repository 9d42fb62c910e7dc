/** What is kept in the page's storage under a key; null for nothing, and for what is not JSON: somebody else wrote there. */
export function storedJson(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}
