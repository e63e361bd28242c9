import type { OpenAPIObject } from '@nestjs/swagger';
import { pino } from 'pino';
import { openApiOf } from './openapi.js';
import { createServiceApp, serviceNameOf, type AppModule, type AppSettings } from './service-app.js';

/** The OpenAPI document of a service's module, for the committed files: builds the application, opens nothing. */
export async function describeApi(app: AppModule, config: AppSettings): Promise<OpenAPIObject> {
  const nest = await createServiceApp(app, config, pino({ level: 'silent' }));
  try {
    return openApiOf(nest, serviceNameOf(app));
  } finally {
    await nest.close();
  }
}
