/**
 * A pure function that remembers what it gave for the texts it was last asked for: the same few numbers come again and
 * again, and reading one takes longer than most of what is done with it.
 *
 * @param most how many results are kept; beyond them the one remembered longest goes
 */
export function remember<T>(most: number, work: (text: string) => T): (text: string) => T {
  const results = new Map<string, { readonly result: T }>();
  return (text) => {
    const known = results.get(text);
    if (known !== undefined) return known.result;
    const result = work(text);
    const [oldest] = results.keys();
    if (oldest !== undefined && results.size >= most) results.delete(oldest);
    results.set(text, { result });
    return result;
  };
}
