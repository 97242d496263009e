import {
  type QueryKey,
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useContext, useEffect } from 'react';
import { type z } from 'zod';
import { request } from '../../../shared/api/request.js';
import {
  type ConsoleEvent,
  madeAnnouncementsSchema,
  type MadeAnnouncements,
  openAnnouncementsSchema,
  type OpenAnnouncements,
  shiftNotesSchema,
  type ShiftNotes,
} from '../../../shared/contract.js';
import { LiveContext } from '../../../shared/live/live-context.js';
import { newestAnswer } from '../../../shared/live/newest-answer.js';
import {
  announcementsKey,
  madeAnnouncementsKey,
  openAnnouncementsKey,
  shiftNotesKey,
} from '../../../shared/live/query-keys.js';

/** How often somebody without a live connection, an administrator alone, looks again, in milliseconds. */
const lookMs = 5000;

/** What an event makes untrue is asked for anew. */
function useFollowing(type: ConsoleEvent['type'], key: QueryKey): boolean {
  const live = useContext(LiveContext);
  const queryClient = useQueryClient();
  useEffect(
    () =>
      live?.onEvent((event) => {
        if (event.type === type || event.type === 'clock.changed')
          void queryClient.invalidateQueries({ queryKey: key });
      }),
    [live, queryClient, type, key],
  );
  return live !== null;
}

/** What the person has not read yet. */
export function useOpenAnnouncements(): UseQueryResult<OpenAnnouncements> {
  useFollowing('announcement.changed', announcementsKey);
  return useQuery({
    queryKey: openAnnouncementsKey,
    queryFn: ({ signal }) => request(openAnnouncementsSchema, '/api/announcements/open', { signal }),
  });
}

export function useMadeAnnouncements(): UseQueryResult<MadeAnnouncements> {
  const isLive = useFollowing('announcement.changed', announcementsKey);
  return useQuery({
    queryKey: madeAnnouncementsKey,
    queryFn: ({ signal }) => request(madeAnnouncementsSchema, '/api/announcements', { signal }),
    refetchInterval: isLive ? false : lookMs,
  });
}

export function useShiftNotes(): UseQueryResult<ShiftNotes> {
  useFollowing('shift-note.changed', shiftNotesKey);
  return useQuery({
    queryKey: shiftNotesKey,
    queryFn: ({ signal }) => request(shiftNotesSchema, '/api/shift-notes', { signal }),
  });
}

export type BulletinAction<Answer, Body> = UseMutationResult<Answer, Error, Body>;

function useAction<Answer, Body extends object>(
  schema: z.ZodType<Answer>,
  key: QueryKey,
  address: string,
): BulletinAction<Answer, Body> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => request(schema, address, { method: 'POST', body }),
    ...newestAnswer<Answer, Body>(queryClient, key),
  });
}

/** `''` makes one; `<id>/withdraw`. */
export function useAnnounce<Body extends object>(action = ''): BulletinAction<MadeAnnouncements, Body> {
  return useAction(madeAnnouncementsSchema, madeAnnouncementsKey, `/api/announcements${action}`);
}

export function useReadAnnouncement(id: string): BulletinAction<OpenAnnouncements, object> {
  return useAction(openAnnouncementsSchema, openAnnouncementsKey, `/api/announcements/${id}/read`);
}

/** `''` writes one; `/<id>/read`, `/<id>/done`. */
export function useShiftNoteAction<Body extends object>(action = ''): BulletinAction<ShiftNotes, Body> {
  return useAction(shiftNotesSchema, shiftNotesKey, `/api/shift-notes${action}`);
}
