import { type ParseKeys } from 'i18next';
import { type ComponentType, type JSX, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { type SessionView } from '../shared/contract.js';
import { Link } from '../shared/navigation/link.js';
import { useChosenInSight } from '../shared/ui/use-chosen-in-sight.js';
import { NotFoundScreen } from './not-found-screen.js';
import styles from './section-frame.module.css';

export interface SectionProps {
  readonly session: SessionView;
}

export interface Section {
  readonly path: string;
  readonly name: ParseKeys;
  /** Every address below its own is a part of it. */
  readonly hasParts?: true;
  readonly Screen: ComponentType<SectionProps>;
}

interface SectionFrameProps extends SectionProps {
  /** What the list of sections is called. */
  label: string;
  sections: readonly Section[];
  /** Address of what is to be shown. */
  path: string;
}

/** Sections that belong together: the list at the left, what is chosen beside it. */
export function SectionFrame({ label, sections, path, session }: SectionFrameProps): JSX.Element {
  const { t } = useTranslation();
  const section = sections.find(
    (each) => each.path === path || (each.hasParts === true && path.startsWith(`${each.path}/`)),
  );
  const row = useChosenInSight<HTMLElement>(path);
  return (
    <div className={styles.frame}>
      <nav ref={row} className={styles.sections} aria-label={label}>
        <ul className={styles.list}>
          {sections.map((each) => (
            <li key={each.path}>
              <Link
                href={each.path}
                className={styles.link}
                aria-current={each === section ? 'page' : undefined}
              >
                {t(each.name)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {section === undefined ? (
        <NotFoundScreen session={session} />
      ) : (
        // What can be scrolled can be scrolled by keyboard, also where nothing in it takes one.
        <main className={styles.screen} key={section.path} tabIndex={0} aria-label={t(section.name)}>
          <Suspense>
            <section.Screen session={session} />
          </Suspense>
        </main>
      )}
    </div>
  );
}
