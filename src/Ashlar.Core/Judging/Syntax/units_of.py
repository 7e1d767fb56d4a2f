"""Reads the outline of Python texts, and tells whether changed texts are well-formed. Texts are only parsed, never run."""
import ast
import copy
import io
import json
import sys
import tokenize
import warnings

warnings.simplefilter("ignore")
sys.setrecursionlimit(20000)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Plain(ast.NodeTransformer):
    """Takes out what has no effect: documentation and the annotations of functions and variables."""

    def __init__(self, hide):
        self.hide = hide
        self.depth = 0

    def body(self, node):
        node.body = without_documentation(node.body) or [ast.Pass()]

    def visit_Module(self, node):
        self.generic_visit(node)
        self.body(node)
        return node

    def visit_ClassDef(self, node):
        self.generic_visit(node)
        self.body(node)
        return node

    def function(self, node):
        if self.depth and self.hide:
            return ast.Expr(ast.Constant("function " + node.name))
        self.depth += 1
        self.generic_visit(node)
        self.depth -= 1
        self.body(node)
        node.returns = None
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = function

    def visit_arg(self, node):
        node.annotation = None
        node.type_comment = None
        return node

    def visit_AnnAssign(self, node):
        self.generic_visit(node)
        if not self.depth:
            return node
        if node.value is None:
            return None
        return ast.Assign([node.target], node.value)


def without_documentation(body):
    first = body[0] if body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return body[1:]
    return body


def parse(text):
    return ast.parse(text.lstrip("\ufeff"))


def form(node, hide=False):
    return ast.dump(Plain(hide).visit(node))


class Outline:
    def __init__(self, text):
        self.text = text
        self.shift = len(text) - len(text.lstrip("\ufeff"))
        source = text[self.shift :]
        self.lines = split(source)
        self.starts = [self.shift]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))
        self.functions = []
        self.regions = []
        self.values = []
        self.tree = parse(text)
        self.statements(self.tree.body, "", -1, None)
        self.documentation(self.tree)
        self.comments(source)

    def at(self, line, column):
        if line > len(self.lines):
            return self.starts[-1]
        text = self.lines[line - 1]
        return self.starts[line - 1] + (column if text.isascii() else len(text.encode()[:column].decode()))

    def start(self, node, decorators=True):
        first = node.decorator_list[0] if decorators and getattr(node, "decorator_list", None) else node
        if first is node:
            return self.at(node.lineno, node.col_offset)
        # The sign stands somewhere before the decorator's expression.
        return self.text.rindex("@", 0, self.at(first.lineno, first.col_offset))

    def end(self, node):
        return self.at(node.end_lineno, node.end_col_offset)

    def region(self, kind, start, end):
        self.regions.append([start, end, kind])

    def documentation(self, node):
        rest = without_documentation(node.body)
        if len(rest) < len(node.body):
            self.region("silent", self.start(node.body[0]), self.end(node.body[0]))

    def comments(self, source):
        try:
            for token in tokenize.generate_tokens(io.StringIO(source).readline):
                if token.type == tokenize.COMMENT:
                    start = self.starts[token.start[0] - 1] + token.start[1]
                    self.region("silent", start, start + len(token.string))
        except (tokenize.TokenError, SyntaxError, IndexError):
            pass

    def statements(self, body, prefix, parent, owner):
        """Statements outside functions."""
        for node in body:
            if isinstance(node, FUNCTIONS):
                self.function(node, prefix, parent)
            elif isinstance(node, ast.ClassDef):
                self.type(node, prefix, parent)
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                self.region("import", self.start(node), self.end(node))
            elif isinstance(node, ast.AnnAssign) and node.value is None and owner is None:
                self.region("silent", self.start(node), self.end(node))
            elif isinstance(node, ast.If) and typing_only(node.test):
                self.region("silent", self.start(node), self.end(node.body[-1]))
            else:
                self.region("statement", self.start(node), self.end(node))
                self.value(node, prefix)
                for inner in blocks(node):
                    self.statements(inner, prefix, parent, owner)

    def value(self, node, prefix):
        """A name that is given a table, a text or a number, with the empty value of its kind."""
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if not isinstance(node, (ast.Assign, ast.AnnAssign)) or not all(isinstance(target, ast.Name) for target in targets):
            return
        empty = emptied(node.value)
        if empty is not None:
            self.values.append([prefix + targets[0].id, self.start(node), self.end(node), self.start(node.value), self.end(node.value), empty])

    def type(self, node, prefix, parent):
        if not any(isinstance(inner, FUNCTIONS) for inner in ast.walk(node)):
            self.region("statement", self.start(node), self.end(node))
            self.documentation(node)
            for inner in node.body:
                self.region("statement", self.start(inner), self.end(inner))
                self.value(inner, prefix + node.name + ".")
            return
        self.region("structure", self.start(node, False), self.start(node.body[0]))
        self.documentation(node)
        self.statements(node.body, prefix + node.name + ".", parent, node)

    def function(self, node, prefix, parent):
        if any(name_of(decorator) == "overload" for decorator in node.decorator_list):
            self.region("silent", self.start(node), self.end(node))
            return
        body = without_documentation(node.body)
        own = list(inside(node))
        index = len(self.functions)
        traits = ["async"] if isinstance(node, ast.AsyncFunctionDef) else []
        if any(isinstance(inner, (ast.Yield, ast.YieldFrom)) for inner in own):
            traits.append("generator")
        if node.name == "__init__":
            traits.append("constructor")
        if is_empty(body, node.args):
            traits.append("empty")
        returns = [inner.value for inner in own if isinstance(inner, ast.Return)]
        start = self.start(body[0]) if body else self.end(node)
        arguments = node.args
        names = [
            argument.arg
            for argument in getattr(arguments, "posonlyargs", []) + arguments.args + arguments.kwonlyargs
            + [given for given in (arguments.vararg, arguments.kwarg) if given]
        ]
        plain = Plain(True).visit(copy.deepcopy(node))
        whole = Plain(False).visit(copy.deepcopy(node))
        self.functions.append(
            {
                "name": prefix + node.name,
                "start": self.start(node),
                "head": self.start(node, False),
                "end": self.end(node),
                "from": start,
                "until": self.end(node),
                "line": body[0].lineno == node.lineno if body else True,
                "headForm": type(node).__name__ + ast.dump(plain.args),
                "own": "".join(ast.dump(part) for part in plain.body),
                "whole": "".join(ast.dump(part) for part in whole.body),
                "parameters": names,
                "traits": traits,
                "hasValue": any(value is not None and constant(value) != "None" for value in returns),
                "constants": [constant(value) for value in returns] if returns and all(constant(value) for value in returns) else [],
                "parent": parent,
            }
        )
        self.documentation(node)
        for inner in ast.walk(node):
            if isinstance(inner, ast.ClassDef):
                self.documentation(inner)
        self.inner(node.body, prefix + node.name + ".", index)

    def inner(self, body, prefix, parent):
        """Functions in functions."""
        for node in body:
            if isinstance(node, FUNCTIONS):
                self.function(node, prefix, parent)
            elif isinstance(node, ast.ClassDef):
                self.inner(node.body, prefix + node.name + ".", parent)
            else:
                for inner in blocks(node):
                    self.inner(inner, prefix, parent)


def split(text):
    """Lines as the parser counts them: neither form feeds nor Unicode's line ends end one."""
    lines, start = [], 0
    for at, sign in enumerate(text):
        if sign == "\n" or (sign == "\r" and text[at + 1 : at + 2] != "\n"):
            lines.append(text[start : at + 1])
            start = at + 1
    lines.append(text[start:])
    return lines


def inside(node):
    """Nodes of a function that are not in a function in it."""
    todo = list(node.body)
    while todo:
        inner = todo.pop()
        yield inner
        if not isinstance(inner, FUNCTIONS + (ast.Lambda, ast.ClassDef)):
            todo.extend(ast.iter_child_nodes(inner))


def blocks(node):
    for name in ("body", "orelse", "finalbody"):
        block = getattr(node, name, None)
        if isinstance(block, list):
            yield block
    for handler in getattr(node, "handlers", []) + getattr(node, "cases", []):
        yield handler.body


def name_of(node):
    return getattr(node, "attr", None) or getattr(node, "id", None)


def typing_only(test):
    return name_of(test) == "TYPE_CHECKING"


def constant(value):
    if value is None:
        return "None"
    try:
        return repr(ast.literal_eval(value))
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return ""


def is_empty(body, arguments):
    real = [node for node in body if not isinstance(node, ast.Pass) and not nothing(node)]
    if not real:
        return True
    if len(real) == 1 and isinstance(real[0], ast.Raise):
        # The same error whatever it is given: a stub, that tests of the error are content with.
        given = {argument.arg for argument in ast.walk(arguments) if isinstance(argument, ast.arg)}
        return not any(isinstance(inner, ast.Name) and inner.id in given for inner in ast.walk(real[0]))
    return len(real) == 1 and isinstance(real[0], ast.Return) and empty_value(real[0].value)


def empty_value(value):
    if isinstance(value, ast.Dict):
        return all(inner is not None and empty_value(inner) for inner in value.values)
    return constant(value) in ("None", "''", "0", "0.0", "False", "[]", "()", "b''") or empty_call(value)


def emptied(value):
    """The empty value of the kind that an expression shows; None where that is not seen, or where it is empty already."""
    for kinds, empty in DISPLAYS:
        if isinstance(value, kinds):
            return None if empty_value(value) else empty
    if not isinstance(value, ast.Constant) and not isinstance(value, ast.UnaryOp):
        return None
    try:
        given = ast.literal_eval(value)
    except (ValueError, TypeError):
        return None
    return None if not given or given is Ellipsis else repr(type(given)())


DISPLAYS = (
    ((ast.Dict, ast.DictComp), "{}"),
    ((ast.List, ast.ListComp), "[]"),
    ((ast.Set, ast.SetComp), "set()"),
    ((ast.Tuple,), "()"),
    ((ast.JoinedStr,), "''"),
)


def nothing(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def empty_call(value):
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Name)
        and value.func.id in ("str", "int", "float", "bool", "list", "dict", "set", "tuple", "bytes", "frozenset")
        and not value.args
        and not value.keywords
    )


def outline(text):
    try:
        found = Outline(text)
    except (SyntaxError, ValueError, RecursionError) as trouble:
        return {"error": str(trouble) or "it cannot be read"}
    return {"functions": found.functions, "regions": found.regions, "values": found.values}


def check(text, other):
    try:
        tree = parse(text)
        compile(text.lstrip("\ufeff"), "text", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError) as trouble:
        return {"error": str(trouble) or "it cannot be read"}
    try:
        return {"same": form(tree) == form(parse(other))}
    except (SyntaxError, ValueError, RecursionError):
        return {"same": False}


def main(given, result):
    with open(given, encoding="utf-8") as file:
        request = json.load(file)
    texts = request["texts"]
    answer = {
        "outlines": [outline(texts[at]) for at in request["outline"]],
        "checks": [check(texts[one], texts[other]) for one, other in request["check"]],
    }
    with open(result, "w", encoding="utf-8") as file:
        json.dump(answer, file)


main(*sys.argv[1:])
