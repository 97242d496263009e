import { type Situation } from '../account/account.entity.js';

/**
 * What a caller reads where an account has no text of its own for a situation. Somebody in distress reads it: short,
 * warm, and nothing that a counselor would not say. Numbers to call are the account's own.
 */
export const defaultTexts: Readonly<Partial<Record<Situation, string>>> = {
  returned: `お待たせして、ごめんなさい。相談員が席を離れたため、別の相談員におつなぎします。
いま {position} 番目です。話してくださったことは、次の相談員に引き継ぎます。

急ぐときは、お電話でも話せます。
{phones}`,

  'place-again': `お待たせしています。いま {position} 番目です。
順番が来たら、相談員がここでお返事します。

急ぐときは、お電話でも話せます。
{phones}`,

  left: `順番待ちを終わりにしました。メッセージをくださって、ありがとうございます。
また話したくなったら、いつでもここに書いてくださいね。

今すぐ話したいときは、こちらへ。
{phones}
命や身体に危険があるときは、110 か 119 へ。`,

  closing: `お待たせしたまま、受付の終わる時間になってしまいました。ごめんなさい。
書いてくださったことは、大切にお預かりしています。次の受付は {next} です。

今すぐ話したいときは、こちらへ。
{phones}
命や身体に危険があるときは、110 か 119 へ。`,

  full: `ただいま大変混み合っていて、すぐにお返事ができそうにありません。ごめんなさい。
書いてくださったことは、大切にお預かりしています。少し時間をおいて、またここに書いてみてください。

待たずに話したいときは、こちらへ。
{phones}
命や身体に危険があるときは、110 か 119 へ。`,

  limit: `また話しに来てくださって、ありがとうございます。
次にここでお話をうかがえるのは、{again} からです。
書いてくださったことは、大切にお預かりしています。

それまでに話したくなったら、こちらへ。
{phones}
命や身体に危険があるときは、110 か 119 へ。`,

  'follow-up': `先日はメッセージをくださって、ありがとうございました。
お話をうかがえないままになってしまい、ごめんなさい。
その後、いかがですか。話したくなったら、いつでもここに書いてください。

今すぐ話したいときは、こちらへ。
{phones}`,
};
