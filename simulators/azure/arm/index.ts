export { Arm, type ArmOptions } from './arm';
export { concerned } from './arm-error';
export type { Answer, Call, Route } from './call';
export { ROUTES } from './routes';
export { type Certificate, makeCertificate } from './transport/certificate';
export { buildServer, type Served, type ServerOptions } from './transport/server';
export { type Application, Tokens } from './transport/tokens';
