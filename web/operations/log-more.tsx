import { MoreButton } from '../desk/more-button.tsx';
import page from '../shell/page.module.css';

interface LogMoreProps {
  readonly list: Parameters<typeof MoreButton>[0]['list'];
  readonly found: number;
}

/** The next page of the log. Texts are looked for in so many requests at a time, so that nothing found is not yet nothing there. */
export function LogMore({ list, found }: LogMoreProps) {
  return (
    <>
      {found === 0 && (
        <div className={page.empty}>
          Nothing was found so far: texts are looked for in 20,000 requests at a time. Look further back, or choose
          dates.
        </div>
      )}
      <MoreButton list={list} />
    </>
  );
}
