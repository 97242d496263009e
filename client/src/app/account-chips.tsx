import { type JSX, type RefObject, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountView } from '../shared/contract.js';
import { useLanguage } from '../shared/i18n/use-language.js';
import { useDesk } from '../shared/live/use-desk.js';
import { OpeningChange } from '../shared/ui/opening-change.js';
import { OpeningMark } from '../shared/ui/opening-mark.js';
import styles from './account-chips.module.css';

interface AccountChipsProps {
  /** The header's bar, of which they may take what the rest leaves. */
  bar: RefObject<HTMLElement | null>;
  onFits: (fits: boolean) => void;
}

/** Whether each account is open: always in view, because it decides what a counselor may promise. */
export function AccountChips({ bar, onFits }: AccountChipsProps): JSX.Element {
  const { t } = useTranslation();
  const { data: desk } = useDesk();
  const list = useWhetherItFits(bar, onFits, desk?.accounts);
  return (
    <ul ref={list} className={styles.chips} aria-label={t('header.accounts')}>
      {desk?.accounts.map((account) => (
        <AccountChip key={account.id} account={account} />
      ))}
    </ul>
  );
}

function AccountChip({ account }: { account: AccountView }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { hoursToday } = account.opening;
  const hours = hoursToday === null ? t('opening.closedToday') : t('opening.today', { hours: hoursToday });
  return (
    <li className={styles.chip} title={hours}>
      <span className={styles.name}>{account.name[language]}</span>
      <span className={styles.state} data-state-of-account>
        <OpeningMark state={account.opening.state} />
        <span className={styles.change}>
          <OpeningChange opening={account.opening} />
        </span>
      </span>
    </li>
  );
}

/**
 * Tells whether the states, which are never cut, have room in the bar beside everything else there. How wide they are
 * doesn't depend on where they stand, so that telling doesn't change the answer.
 */
function useWhetherItFits(
  bar: RefObject<HTMLElement | null>,
  onFits: (fits: boolean) => void,
  accounts: readonly AccountView[] | undefined,
): RefObject<HTMLUListElement | null> {
  const list = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => {
    const inBar = bar.current;
    if (inBar === null || list.current === null) return undefined;
    const states = [...list.current.querySelectorAll('[data-state-of-account]')];
    const others = [...inBar.children].filter((child) => child !== list.current);
    const look = (): void => {
      const { columnGap, paddingLeft, paddingRight } = getComputedStyle(inBar);
      const gap = parseFloat(columnGap);
      const room = inBar.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
      // A row of tabs that can be moved sideways is as wide as what is in it.
      const wanted = [...others, ...states].reduce((sum, { scrollWidth }) => sum + scrollWidth + gap, 0);
      onFits(wanted <= room);
    };
    look();
    const observer = new ResizeObserver(look);
    for (const element of [inBar, ...others, ...states]) observer.observe(element);
    return () => observer.disconnect();
  }, [bar, onFits, accounts]);
  return list;
}
