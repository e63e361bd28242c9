import type { KafkaConfig } from 'kafkajs';
import net from 'node:net';
import tls from 'node:tls';

/** How brokers let us in, in kafkajs' words: over TLS, with a name and a password, or both; empty where everybody may come. */
export type BrokerAccess = Pick<KafkaConfig, 'ssl' | 'sasl'>;

const NOT_LET_IN = 'The Kafka brokers do not let us in';

/** The brokers do not let us in. No repetition helps: a person must look at the settings. */
export class NotLetIn extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'NotLetIn';
    this.stack = `${this.name}: ${this.message}`; // a stack of our own code says nothing to whoever sets variables
  }
}

/** What this work returns; where the brokers refuse our name or password, kafkajs' error becomes one sentence. */
export async function lettingIn<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const refusal = causesOf(error).find(({ name, type }) => name === 'KafkaJSSASLAuthenticationError' || type?.includes('SASL'));
    if (!refusal) throw error;
    throw new NotLetIn(`${NOT_LET_IN} (${refusal.message}): check KAFKA_SASL_MECHANISM, KAFKA_USERNAME and KAFKA_PASSWORD.`);
  }
}

/** The same at the start, where a broker that hangs up most likely wants what nobody told us. */
export async function lettingInAtStart<T>(work: Promise<T>): Promise<T> {
  try {
    return await lettingIn(work);
  } catch (error) {
    const end = causesOf(error).find(({ name, message }) => name === 'KafkaJSConnectionClosedError' || message.includes('secure TLS'));
    if (!end) throw error;
    throw new NotLetIn(`The Kafka brokers hang up on us (${end.message}): check KAFKA_BROKERS, KAFKA_TLS and KAFKA_SASL_MECHANISM.`);
  }
}

function causesOf(error: unknown): (Error & { type?: string })[] {
  const causes: Error[] = [];
  for (let cause = error; cause instanceof Error && causes.length < 10; cause = cause.cause) causes.push(cause);
  return causes;
}

/** Opens a connection to a broker, over TLS where `ssl` says so. */
export function openSocket(host: string, port: number, ssl: BrokerAccess['ssl'], onConnect?: () => void): net.Socket {
  if (!ssl) return net.connect({ host, port }, onConnect);
  return tls.connect({ host, port, ...(net.isIP(host) ? {} : { servername: host }), ...(ssl === true ? {} : ssl) }, onConnect);
}

/** Why this connection's certificate was not believed; undefined when it ended for any other reason. */
export function distrustOf(socket: net.Socket, error: Error): NotLetIn | undefined {
  if (!(socket instanceof tls.TLSSocket) || !socket.authorizationError) return undefined;
  return new NotLetIn(`${NOT_LET_IN} (${error.message}): check KAFKA_BROKERS and KAFKA_CA.`);
}
