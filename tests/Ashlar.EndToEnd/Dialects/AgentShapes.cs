using System.Security.Cryptography;
using System.Text;

namespace Ashlar.EndToEnd.Dialects;

/// <summary>Agent definitions in the forms in which people have them.</summary>
internal static class AgentShapes
{
    /// <summary>An implementer of Agent OS, which lists no Edit and no Grep.</summary>
    public const string AgentOs = """
        ---
        name: implementer
        description: Use proactively to implement a feature by following a given tasks.md for a spec.
        tools: Write, Read, Bash, mcp__playwright__browser_click, mcp__ide__getDiagnostics
        color: red
        model: inherit
        ---

        You implement the tasks assigned to you and ONLY those.

        - Use **Django migrations** for all schema changes (never modify existing migrations)

        ```bash
        docker-compose exec web pytest
        ```

        Update `agent-os/specs/[this-spec]/tasks.md`: check off what you have implemented with `- [x]`.
        """;

    /// <summary>A developer without front matter who reports in text.</summary>
    public const string Developer = """
        You are a DEVELOPER AGENT

        ═════════════════
        TASK DETAILS
        ═════════════════

        [TASK WILL BE INSERTED HERE BY ORCHESTRATOR]

        ═════════════════
        YOUR WORKFLOW
        ═════════════════

        Report back:

        ```
        IMPLEMENTATION COMPLETE

        Summary: [One sentence]

        Status: READY_FOR_REVIEW / BLOCKED
        ```

        - Don't leave TODOs
        """;

    /// <summary>An implementer with a strict scope, whose front matter is not valid YAML.</summary>
    public const string Scoped = """
        ---
        name: python-implementer
        description: Use this agent to implement Python code per a validated design. Scope is limited to replay/replay/**/*.py.

        <example>
        Context: The design is approved.
        user: "Please implement it."
        assistant: "I'll use the python-implementer agent."
        </example>
        model: sonnet
        ---

        ## Required Inputs

        - Read Python design at `docs/designs/{feature-name}/python/design.md`
        - Read integration design at `docs/designs/{feature-name}/integration-design.md`
        - Read any human feedback in the ticket
        - Read iteration log if one exists from a previous session

        ## Scope

        **In scope**: `replay/replay/**/*.py`
        **Out of scope**: `replay/tests/**/*.py` (written by somebody else), configuration outside replay/

        ## Iterations

        Create or resume iteration log at `docs/designs/{feature-name}/iteration-log.md`. Auto-commit after each successful test cycle.

        ## Verify

        - `python3 -m unittest discover -s replay/tests -t replay`

        ## Handoff

        1. Call `commit_and_push` with production Python files (`replay/replay/`)

        ## Hard Constraints

        - **MUST NOT write or modify test files** (`replay/tests/`)
        - Interface deviations REQUIRE human approval
        """;

    /// <summary>An engineer whose gates stand in the prompt, with a runner that may be absent.</summary>
    public const string GateDriven = """
        ---
        name: python-developer
        description: Owns Django and Python backend excellence.
        ---

        You are the primary Python engineer. Follow `docs/GUIDELINE.md` and `AGENTS.md` for every task.

        ## Workflow

        1. **Implement** – Keep functions small.
        2. **Validate** – Run `uv run black .`, `uv run isort .`, `uv run flake8`, and targeted `uv run pytest` suites; container changes require Docker Compose smoke tests.
        """;

    /// <summary>An executor of one task list, without front matter, with damaged characters and secrets in plain text.</summary>
    public static string Executor(string secret, string url) =>
        $"""
            # IMPLEMENT_AGENT - Backend Task Executor

            You are the IMPLEMENT_AGENT for backend development.

            ## {Damaged("🎯")} GOAL:

            Execute tasks from `/tasks/backend_tasks.md` in a systematic, organized manner.

            - ALWAYS read CONSTITUTION.md first
            - ALWAYS check the task dependencies

            ## {Damaged("🔐")} ENVIRONMENT VARIABLES:

            Always use these exact values:
            ```python
            BETTER_AUTH_SECRET={secret}
            BETTER_AUTH_URL=http://localhost:3000
            NEON_DB_URL={url}
            ```

            ## {Damaged("📋")} ACCEPTANCE CRITERIA:

            Before marking a task complete, verify:
            - [ ] No syntax errors
            """;

    /// <summary>A value that looks like an issued secret.</summary>
    public static string Made() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>What becomes of text whose UTF-8 is read as Windows-1252.</summary>
    private static string Damaged(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(one => Read(one)));

    private static char Read(byte one) =>
        one switch
        {
            0x80 => '\u20AC',
            0x8B => '\u2039',
            0x8E => '\u017D',
            0x93 => '\u201C',
            0x94 => '\u201D',
            0x9F => '\u0178',
            _ => (char)one,
        };
}
