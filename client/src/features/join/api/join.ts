import { useMutation, type UseMutationResult, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { request } from '../../../shared/api/request.js';
import {
  ceremonySchema,
  type JoinWithPasswordRequest,
  type OpenedLink,
  openedLinkSchema,
  type SessionView,
  sessionViewSchema,
  type TotpSecret,
  totpSecretSchema,
} from '../../../shared/contract.js';
import { makePasskey } from '../../../shared/passkey/passkey.js';

const post = (body: unknown) => ({ method: 'POST', body }) as const;

export function useOpenedLink(token: string): UseQueryResult<OpenedLink> {
  return useQuery({
    queryKey: ['join', token],
    queryFn: ({ signal }) => request(openedLinkSchema, '/api/join', { ...post({ token }), signal }),
    // What it says may be known to nobody who comes to this tab later.
    gcTime: 0,
  });
}

export function useJoinWithPasskey(token: string): UseMutationResult<SessionView, Error, string> {
  return useMutation({
    mutationFn: async (name: string) => {
      const { options } = await request(ceremonySchema, '/api/join/passkey/options', post({ token }));
      const response = await makePasskey(options);
      return request(sessionViewSchema, '/api/join/passkey', post({ token, name, response }));
    },
  });
}

export function useTotpSecret(token: string): UseMutationResult<TotpSecret, Error, void> {
  return useMutation({ mutationFn: () => request(totpSecretSchema, '/api/join/totp', post({ token })) });
}

export function useJoinWithPassword(
  token: string,
): UseMutationResult<SessionView, Error, Omit<JoinWithPasswordRequest, 'token'>> {
  return useMutation({
    mutationFn: (body) => request(sessionViewSchema, '/api/join/password', post({ token, ...body })),
  });
}
