import type { BrokerAccess } from '#libs/messaging';
import { z } from 'zod';
import { ConfigFault, readConfig } from './config.js';
import { brokerSettings } from './settings.js';

const BrokerSettingsSchema = z.object(brokerSettings);
const LOGIN = ['KAFKA_SASL_MECHANISM', 'KAFKA_USERNAME', 'KAFKA_PASSWORD'] as const;

/** How the brokers let us in, from the environment alone: for programs that are no service. */
export const readBrokerAccess = (env?: NodeJS.ProcessEnv): BrokerAccess => brokerAccessOf(readConfig(BrokerSettingsSchema, env));

/** How the brokers let us in, as the configuration says; half of what belongs together is a fault. */
export function brokerAccessOf(config: Partial<z.infer<typeof BrokerSettingsSchema>>): BrokerAccess {
  const faults = faultsIn(config);
  if (faults.length > 0) throw new ConfigFault(faults);
  const { KAFKA_TLS: tls, KAFKA_CA: ca, KAFKA_SASL_MECHANISM: mechanism, KAFKA_USERNAME: username, KAFKA_PASSWORD: password } = config;
  return {
    ...(tls ? { ssl: ca ? { ca } : true } : {}),
    ...(mechanism && username && password ? { sasl: { mechanism, username, password } as BrokerAccess['sasl'] } : {}),
  };
}

function faultsIn(config: Partial<z.infer<typeof BrokerSettingsSchema>>): string[] {
  const missing = LOGIN.filter((name) => config[name] === undefined);
  const isHalf = missing.length > 0 && missing.length < LOGIN.length;
  return [
    ...(isHalf ? [`${missing.join(', ')}: missing, a login at the brokers needs KAFKA_SASL_MECHANISM, KAFKA_USERNAME and KAFKA_PASSWORD`] : []),
    ...(config.KAFKA_CA && !config.KAFKA_TLS ? ['KAFKA_CA: is of no use without KAFKA_TLS=on'] : []),
  ];
}
