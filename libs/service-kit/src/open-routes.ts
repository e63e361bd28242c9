import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { ALLOWED } from './auth/allow.js';

/** The routes of which nobody said who may call them. */
export function routesWithoutAudience(modules: ModulesContainer): string[] {
  const scanner = new MetadataScanner();
  const controllers = new Set([...modules.values()].flatMap((module) => [...module.controllers.values()].map(({ metatype }) => metatype as Type)));
  return [...controllers].flatMap((controller) =>
    scanner
      .getAllMethodNames(controller.prototype as object)
      .map((name) => ({ name, method: (controller.prototype as Record<string, object>)[name]! }))
      .filter(({ method }) => (Reflect.getMetadata(METHOD_METADATA, method) as RequestMethod | undefined) !== undefined)
      .filter(({ method }) => !Reflect.hasMetadata(ALLOWED, method) && !Reflect.hasMetadata(ALLOWED, controller))
      .map(({ name }) => `${controller.name}.${name}`),
  );
}
