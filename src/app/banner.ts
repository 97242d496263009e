import { type Environment } from '../config/environment.js';
import { type MembershipRole, type OversightRole } from '../contract/permission.js';
import { type Provision } from './provision/provision.schema.js';

const roleNames: Readonly<Record<MembershipRole | OversightRole, string>> = {
  counselor: '相談員',
  'senior-counselor': '主任相談員',
  supervisor: 'SV',
  auditor: '監査担当',
  commissioner: '委託元',
};

/** What the terminal shows once the server takes requests: where to go, and in a demo who can sign in. */
export function banner(environment: Environment, port: number, provision: Provision | undefined): string {
  const console = environment.PUBLIC_URL ?? `http://localhost:${port}`;
  if (environment.production)
    return `Tomoshibi listens on ${environment.HOST}:${port} (${environment.ROLES.join(', ')})`;
  const phone = process.env['STAND_IN_URL']?.replace('127.0.0.1', 'localhost');
  const staff = (provision?.staff ?? []).map((person) => {
    const held = new Set([...Object.values(person.memberships), ...Object.values(person.oversight)]);
    const role = person.administrator ? '管理者' : [...held].map((one) => roleNames[one]).join('・');
    return `    ${person.login.padEnd(12)} ${(person.password ?? '').padEnd(18)} ${person.displayName}（${role}）`;
  });
  return [
    '',
    '  灯 Tomoshibi',
    '',
    `  相談員の画面   Console          ${console}`,
    ...(phone === undefined ? [] : [`  相談者の電話   Caller's phone   ${phone}/phone/`]),
    '',
    ...(staff.length === 0 ? [] : ['  サインイン（ログイン名・パスワード） / Sign in with', ...staff, '']),
    '  やめるには Ctrl-C / Stop with Ctrl-C',
    '',
  ].join('\n');
}
