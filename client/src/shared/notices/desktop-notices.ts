import { type KeptText } from '../sound/sound-settings.js';

export type Permission = 'default' | 'granted' | 'denied';

export interface ShownNotice {
  close(): void;
}

interface NoticeOptions {
  readonly body: string;
  /** A newer one of the same kind takes its place, from whichever tab it comes. */
  readonly tag: string;
  readonly staysUntilSeen: boolean;
  readonly onOpen: () => void;
}

/** The browser's own notices; null where it has none. */
export interface NoticePlatform {
  permission(): Permission;
  ask(): Promise<Permission>;
  show(title: string, options: NoticeOptions): ShownNotice | null;
}

/** `ask`: nobody has said yet. `denied`: the browser's settings forbid it, which only the person can change there. */
export type NoticeState = 'missing' | 'ask' | 'denied' | 'off' | 'on';

interface Choice {
  readonly areNoticesOff: boolean;
  readonly mayScreenSleep: boolean;
}

const standard: Choice = { areNoticesOff: false, mayScreenSleep: false };
const keyOf = (staffId: string): string => `tomoshibi.notices.${staffId}`;

function parse(text: string | null): Choice {
  try {
    const kept = JSON.parse(text ?? '{}') as Partial<Record<keyof Choice, unknown>>;
    return { areNoticesOff: kept.areNoticesOff === true, mayScreenSleep: kept.mayScreenSleep === true };
  } catch {
    return standard;
  }
}

/** Tells outside the console that something happened in it; never who, and never a word of it. */
export class DesktopNotices {
  readonly #listeners = new Set<() => void>();
  readonly #shown = new Map<string, ShownNotice>();
  #choice: Choice;

  constructor(
    private readonly staffId: string,
    private readonly kept: KeptText,
    private readonly platform: NoticePlatform | null,
  ) {
    this.#choice = parse(kept?.getItem(keyOf(staffId)) ?? null);
  }

  getState = (): NoticeState => {
    if (this.platform === null) return 'missing';
    const permission = this.platform.permission();
    if (permission === 'default') return 'ask';
    if (permission === 'denied') return 'denied';
    return this.#choice.areNoticesOff ? 'off' : 'on';
  };

  mayScreenSleep = (): boolean => this.#choice.mayScreenSleep;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Only within a press of the person's: browsers ask at no other time. */
  async ask(): Promise<void> {
    await this.platform?.ask();
    this.#tell();
  }

  turn(isOn: boolean): void {
    this.#keep({ ...this.#choice, areNoticesOff: !isOn });
    if (!isOn) this.endAll();
  }

  letScreenSleep(may: boolean): void {
    this.#keep({ ...this.#choice, mayScreenSleep: may });
  }

  show(kind: string, title: string, options: Omit<NoticeOptions, 'tag'>): void {
    if (this.platform === null || this.getState() !== 'on') return;
    const notice = this.platform.show(title, { ...options, tag: `tomoshibi.${kind}` });
    if (notice !== null) this.#shown.set(kind, notice);
  }

  /** What it told is over, or is looked at. */
  end(kind: string): void {
    this.#shown.get(kind)?.close();
    this.#shown.delete(kind);
  }

  endAll(): void {
    for (const kind of this.#shown.keys()) this.end(kind);
  }

  #keep(choice: Choice): void {
    this.#choice = choice;
    try {
      this.kept?.setItem(keyOf(this.staffId), JSON.stringify(choice));
    } catch {
      // The storage is full: this tab knows it.
    }
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

export function browserNotices(): NoticePlatform | null {
  if (typeof Notification === 'undefined') return null;
  return {
    permission: () => Notification.permission,
    ask: () => Notification.requestPermission(),
    show: (title, { body, tag, staysUntilSeen, onOpen }) => {
      try {
        // Its sound is the console's own, which the person has chosen.
        const notice = new Notification(title, {
          body,
          tag,
          silent: true,
          requireInteraction: staysUntilSeen,
        });
        notice.addEventListener('click', () => {
          notice.close();
          onOpen();
        });
        return notice;
      } catch {
        // Some browsers of phones have the name and not the thing.
        return null;
      }
    },
  };
}
