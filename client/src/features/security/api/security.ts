import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { request } from '../../../shared/api/request.js';
import {
  ceremonySchema,
  type SecurityView,
  securityViewSchema,
  type TotpSecret,
  totpSecretSchema,
} from '../../../shared/contract.js';
import { makePasskey } from '../../../shared/passkey/passkey.js';
import { useVerified } from '../../../shared/verification/verification-context.js';

const securityKey = ['security'] as const;
/** A session may begin elsewhere, and no event tells: this is asked for again while it is on the screen. */
const everyMs = 10_000;

type Method = 'POST' | 'PUT' | 'DELETE';
const send = (method: Method, path: string, body?: unknown): Promise<SecurityView> =>
  request(securityViewSchema, `/api/security${path}`, { method, body });

export function useSecurity(): UseQueryResult<SecurityView> {
  return useQuery({
    queryKey: securityKey,
    queryFn: ({ signal }) => request(securityViewSchema, '/api/security', { signal }),
    refetchInterval: everyMs,
  });
}

/** Every write answers with what is there now. */
function useChange<Variables>(
  change: (variables: Variables) => Promise<SecurityView>,
): UseMutationResult<SecurityView, Error, Variables> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (view) => queryClient.setQueryData(securityKey, view),
    onError: () => void queryClient.invalidateQueries({ queryKey: securityKey }),
  });
}

export function useAddPasskey(): UseMutationResult<SecurityView, Error, string> {
  const verified = useVerified();
  return useChange(async (name: string) => {
    const { options } = await verified(() =>
      request(ceremonySchema, '/api/security/passkeys/options', { method: 'POST', body: {} }),
    );
    const response = await makePasskey(options);
    return verified(() => send('POST', '/passkeys', { name, response }));
  });
}

export function useRenamePasskey(id: string): UseMutationResult<SecurityView, Error, string> {
  return useChange((name: string) => send('PUT', `/passkeys/${id}`, { name }));
}

export function useRemovePasskey(id: string): UseMutationResult<SecurityView, Error, void> {
  const verified = useVerified();
  return useChange(() => verified(() => send('DELETE', `/passkeys/${id}`)));
}

export function useTotpSecret(): UseMutationResult<TotpSecret, Error, void> {
  const verified = useVerified();
  return useMutation({
    mutationFn: () =>
      verified(() => request(totpSecretSchema, '/api/security/totp/secret', { method: 'POST', body: {} })),
  });
}

export function useConfirmTotp(): UseMutationResult<SecurityView, Error, string> {
  const verified = useVerified();
  return useChange((code: string) => verified(() => send('POST', '/totp', { code })));
}

export function useRemoveTotp(): UseMutationResult<SecurityView, Error, void> {
  const verified = useVerified();
  return useChange(() => verified(() => send('DELETE', '/totp')));
}

export function useEndSession(id: string): UseMutationResult<SecurityView, Error, void> {
  return useChange(() => send('DELETE', `/sessions/${id}`));
}
