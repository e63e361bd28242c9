import { startService, type StartedService } from '#libs/test-kit';
import { Controller, Get, Module, Post } from '@nestjs/common';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { z } from 'zod';
import { Allow } from '../src/auth/allow.js';
import { httpSettings } from '../src/settings.js';

@Controller('v1/greetings')
class GreetingsController {
  @Get()
  @Allow('public')
  read(): { hello: string } {
    return { hello: 'world' };
  }

  @Post()
  @Allow('public')
  write(): { hello: string } {
    return { hello: 'yourself' };
  }
}

@Module({ controllers: [GreetingsController] })
class GreetingsModule {}

/** The smallest service there is: it greets whoever comes, and keeps nothing. */
export function startGreetings(env: Record<string, string> = {}): Promise<StartedService> {
  return startService(GreetingsModule, { settings: z.object(httpSettings), env });
}

/** A bare connection to a service, for what no HTTP client would send. */
export async function connectTo({ url }: StartedService): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}
