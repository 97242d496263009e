import { type JSX, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { type AccountView, type SearchAnswer, type SearchRequest } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { useLive } from '../../shared/live/live-context.js';
import { useWordHolder } from '../../shared/live/use-word-holder.js';
import { Button } from '../../shared/ui/button.js';
import { EmptyState } from '../../shared/ui/empty-state.js';
import { Notice } from '../../shared/ui/notice.js';
import { useSearchRequest } from './api.js';
import { joined, without } from './joined.js';
import { type Opened, ResultList } from './result-list.js';
import { SearchForm } from './search-form.js';
import styles from './search.module.css';

interface SearchPageProps {
  accounts: readonly AccountView[];
  /** Today in Japan, by the server's clock. */
  today: string;
  addressOnDesk: (ticketId: string) => string;
  onOpen: (opened: Opened) => void;
}

type Asked = Omit<SearchRequest, 'after'>;

/** Looks for words in consultations. What was asked and found stands in this page alone: not in its address, nor in storage. */
export function SearchPage({ accounts, today, addressOnDesk, onOpen }: SearchPageProps): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const live = useLive();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [answers, setAnswers] = useState<readonly SearchAnswer[]>([]);
  const search = useSearchRequest((answer, { after }) =>
    // It may have been on its way while somebody was erased.
    setAnswers((before) => without(after === null ? [answer] : [...before, answer], live.erased.has)),
  );
  useWordHolder({
    tickets: () => answers.flatMap(({ found }) => found.map(({ ticketId }) => ticketId)),
    forget: (isErased) => setAnswers((before) => without(before, isErased)),
  });
  const results = useRef<HTMLElement>(null);
  const answer = joined(answers);
  useFocusKept(results, answer?.found.length ?? 0);
  const begin = (request: Asked): void => {
    setAsked(request);
    setAnswers([]);
    search.mutate({ ...request, after: null });
  };
  const goOn = (): void => {
    if (asked !== null && answer !== undefined) search.mutate({ ...asked, after: answer.next });
  };
  return (
    <div className={styles.page}>
      <h1 className={styles.heading}>{t('search.heading')}</h1>
      <SearchForm accounts={accounts} today={today} isPending={search.isPending} onSearch={begin} />
      {search.error !== null && (
        <Notice tone="danger" role="alert" icon="alert">
          {errorMessage(search.error)}
        </Notice>
      )}
      <section
        ref={results}
        tabIndex={-1}
        className={styles.results}
        aria-label={t('search.results')}
        aria-busy={search.isPending}
      >
        <p className={styles.status} role="status">
          <Status isPending={search.isPending} answer={answer} />
        </p>
        {answer === undefined && !search.isPending && search.error === null && (
          <p className={styles.explain}>{t('search.explain')}</p>
        )}
        {answer !== undefined && (
          <>
            <ResultList found={answer.found} addressOnDesk={addressOnDesk} onOpen={onOpen} />
            <Ending answer={answer}>
              <Button onPress={goOn} isPending={search.isPending}>
                {t('search.goOn')}
              </Button>
            </Ending>
          </>
        )}
      </section>
    </div>
  );
}

/** Where what had the focus has gone with its caller, it goes to what is left. */
function useFocusKept(results: RefObject<HTMLElement | null>, count: number): void {
  const before = useRef(count);
  useEffect(() => {
    if (count < before.current && document.activeElement === document.body) results.current?.focus();
    before.current = count;
  }, [results, count]);
}

/** Read out as it changes. */
function Status({ isPending, answer }: { isPending: boolean; answer: SearchAnswer | undefined }): ReactNode {
  const { t } = useTranslation();
  if (answer === undefined) return isPending ? t('search.pending') : null;
  const { searched, total, found } = answer;
  return t('search.found', { count: found.length, searched, total });
}

/** How far it came, and that there is nothing. */
function Ending({ answer, children }: { answer: SearchAnswer; children: ReactNode }): JSX.Element | null {
  const { t } = useTranslation();
  const language = useLanguage();
  const { found, next, total } = answer;
  if (next !== null)
    return (
      <div className={styles.more}>
        <p>{t('search.until', { time: dayAndTime(next.openedAt, language) })}</p>
        {children}
      </div>
    );
  if (found.length > 0) return null;
  return (
    <EmptyState
      title={t(total === 0 ? 'search.noConsultation' : 'search.none')}
      detail={t(total === 0 ? 'search.noConsultationDetail' : 'search.noneDetail')}
    />
  );
}
