import { API, SymbolFlags, TypeFlags, type Checker, type Symbol, type Type } from 'typescript/unstable/sync';
import type { ApiSchemas } from './document.ts';
import type { Schema } from './parameters.ts';

const contract = 'exporter/contract/api.ts';

/** Reads the types of the contract in a repository and tells them as JSON Schemas. Throws for a type that JSON has not. */
export function schemasIn(root: string): ApiSchemas {
  const api = new API({ cwd: root });
  try {
    const [project] = api.updateSnapshot({ openProjects: [`${root}/tsconfig.json`] }).getProjects();
    const file = project?.program.getSourceFile(`${root}/${contract}`);
    const module = file === undefined ? undefined : project?.checker.getSymbolAtLocation(file);
    if (project === undefined || module === undefined) throw new Error(`${contract} is not part of tsconfig.json`);
    return new Reader(project.checker, project.checker.getExportsOfModule(module)).read();
  } finally {
    api.close();
  }
}

class Reader {
  readonly #checker: Checker;
  readonly #exported: ReadonlyMap<string, Symbol>;
  readonly #components = new Map<string, Schema>();

  constructor(checker: Checker, exported: readonly Symbol[]) {
    this.#checker = checker;
    this.#exported = new Map(exported.map((symbol) => [symbol.name, symbol]));
  }

  read(): ApiSchemas {
    const answers = this.#members('ApiAnswers').map(({ name, type }) => [name, this.#schemaOf(type, name)] as const);
    const writes = this.#members('ApiWrites').map(({ name, type }) => {
      const [body, answer] = ['body', 'answer'].map((part) => {
        const symbol = this.#checker.getPropertyOfType(type, part);
        if (symbol === undefined) throw new Error(`ApiWrites.${name} has no ${part}`);
        return this.#schemaOf(this.#typeOf(symbol), `${name}.${part}`);
      });
      return [name, { body: body ?? {}, answer: answer ?? {} }] as const;
    });
    const removals = this.#members('ApiRemovals').map(({ name, type }) => [name, this.#schemaOf(type, name)] as const);
    this.#schemaOf(this.#declared('ApiProblem'), 'ApiProblem');
    const components = [...this.#components].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      answers: Object.fromEntries(answers),
      writes: Object.fromEntries(writes),
      removals: Object.fromEntries(removals),
      components: Object.fromEntries(components),
    };
  }

  #members(name: string): readonly { readonly name: string; readonly type: Type }[] {
    const properties = this.#checker.getPropertiesOfType(this.#declared(name));
    return properties.map((symbol) => ({ name: symbol.name, type: this.#typeOf(symbol) }));
  }

  #declared(name: string): Type {
    const symbol = this.#exported.get(name);
    if (symbol === undefined) throw new Error(`${contract} exports no ${name}`);
    return this.#checker.getDeclaredTypeOfSymbol(symbol);
  }

  #typeOf(symbol: Symbol): Type {
    const type = this.#checker.getTypeOfSymbol(symbol);
    if (type === undefined) throw new Error(`${symbol.name} has no type`);
    return type;
  }

  /** `about` says where the type stands, for whoever has to mend it. */
  #schemaOf(type: Type, about: string): Schema {
    if ((type.flags & TypeFlags.Unknown) !== 0) return {};
    if ((type.flags & TypeFlags.Boolean) !== 0) return { type: 'boolean' };
    if (type.isUnionType()) return this.#union(type.getTypes(), about);
    if (type.isStringLiteralType() || type.isNumberLiteralType() || type.isBooleanLiteralType()) {
      return { const: type.value };
    }
    if ((type.flags & TypeFlags.String) !== 0) return { type: 'string' };
    if ((type.flags & TypeFlags.Number) !== 0) return { type: 'number' };
    if (this.#checker.isArrayType(type) && type.isTypeReference()) {
      const [element] = this.#checker.getTypeArguments(type);
      if (element === undefined) throw new Error(`${about} is a list of nothing`);
      return { type: 'array', items: this.#schemaOf(element, `${about}[]`) };
    }
    const name = type.getSymbol()?.name ?? '';
    if (type.isClassOrInterface() && this.#exported.has(name)) return this.#component(name, type);
    if (type.isObjectType() || type.isIntersectionType()) return this.#object(type, about);
    throw new Error(`${about} is of the type ${this.#checker.typeToString(type)}, which JSON has not`);
  }

  #union(types: readonly Type[], about: string): Schema {
    const present = types.filter(({ flags }) => (flags & TypeFlags.Undefined) === 0);
    const [only] = present;
    if (only !== undefined && present.length === 1) return this.#schemaOf(only, about);
    if (present.every((one) => one.isBooleanLiteralType())) return { type: 'boolean' };
    if (present.every((one) => one.isStringLiteralType())) {
      return { type: 'string', enum: present.map(({ value }) => value).toSorted() };
    }
    return { anyOf: present.map((one) => this.#schemaOf(one, about)) };
  }

  #component(name: string, type: Type): Schema {
    if (!this.#components.has(name)) {
      // Before it is read, so that a type may hold itself.
      this.#components.set(name, {});
      const symbol = this.#exported.get(name);
      const description = symbol === undefined ? '' : this.#checker.getDocumentationCommentOfSymbol(symbol);
      this.#components.set(name, { ...(description !== '' && { description }), ...this.#object(type, name) });
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  #object(type: Type, about: string): Schema {
    const properties = this.#checker.getPropertiesOfType(type).map((symbol) => {
      const own = this.#typeOf(symbol);
      const isOptional = (symbol.flags & SymbolFlags.Optional) !== 0;
      const description = this.#checker.getDocumentationCommentOfSymbol(symbol);
      const schema = { ...this.#schemaOf(own, `${about}.${symbol.name}`), ...formatOf(symbol) };
      return { name: symbol.name, isOptional, schema: { ...(description !== '' && { description }), ...schema } };
    });
    const required = properties.filter(({ isOptional }) => !isOptional).map(({ name }) => name);
    const [rest] = this.#checker.getIndexInfosOfType(type);
    return {
      type: 'object',
      ...(properties.length > 0 && {
        properties: Object.fromEntries(properties.map(({ name, schema }) => [name, schema])),
      }),
      ...(required.length > 0 && { required }),
      ...(rest !== undefined && { additionalProperties: this.#schemaOf(rest.valueType, `${about}[…]`) }),
    };
  }
}

/** What the name of a type says that its type does not: an alias of a text is nothing but a text to the checker. */
function formatOf(symbol: Symbol): Schema {
  const declaration = symbol.valueDeclaration?.resolve();
  const written =
    declaration !== undefined && 'type' in declaration ? (declaration.type as { getText?(): string }) : {};
  return written.getText?.() === 'Timestamp' ? { format: 'date-time' } : {};
}
