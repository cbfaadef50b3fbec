import { z } from 'zod';
import type { Person } from './client.ts';

const page = z.object({ items: z.array(z.unknown()), nextCursor: z.string().nullable() });

/** Every item of one of the product's lists. @throws when a page is refused or an item has another shape */
export async function wholeList<T>(person: Person, path: string, shape: z.ZodType<T>): Promise<readonly T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const query: string = `limit=200${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
    const read = page.parse(await person.must('GET', `${path}${path.includes('?') ? '&' : '?'}${query}`));
    items.push(...read.items.map((item) => shape.parse(item)));
    cursor = read.nextCursor;
  } while (cursor !== null);
  return items;
}
