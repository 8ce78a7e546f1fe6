export { Arm } from './arm';
export { concerned } from './arm-error';
export type { Answer, Call, Route } from './call';
export { ROUTES } from './routes';
export { type Certificate, makeCertificate } from './transport/certificate';
export { type ArmCommand, Commands } from './transport/commands';
export { buildServer, type Served, type ServerOptions } from './transport/server';
export { makeSigningKey, Tokens } from './transport/tokens';
