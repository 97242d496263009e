import { type Acknowledgement, errorCatalogue } from '../contract.js';

/** `passing`: no answer came, or the server was in trouble; the same may well be taken soon. */
export type Answer = 'taken' | 'refused' | 'passing';

/** What became of something that was said to the server over the socket: a refusal comes as an answer too. */
export async function askServer(said: Promise<unknown>): Promise<Answer> {
  try {
    const answer = (await said) as Acknowledgement;
    if (answer.ok) return 'taken';
    return errorCatalogue[answer.error.code]?.status >= 500 ? 'passing' : 'refused';
  } catch {
    return 'passing';
  }
}
