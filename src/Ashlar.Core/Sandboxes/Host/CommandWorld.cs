using Ashlar.Core.Sandboxes.Commands;

namespace Ashlar.Core.Sandboxes.Host;

/// <summary>The environment that a command starts with. Nothing of Ashlar's own environment is in it but the search path and the locale.</summary>
internal static class CommandWorld
{
    private const string NoColor = "NO_COLOR";

    /// <summary>The variables that every command gets; those of the command itself win, and an empty <c>NO_COLOR</c> takes that one away.</summary>
    /// <param name="path">The search path.</param>
    /// <param name="home">The command's HOME.</param>
    /// <param name="temporary">The command's TMPDIR.</param>
    /// <param name="caches">A folder for what tools keep for later.</param>
    /// <param name="roots">Tools installed below the user's home.</param>
    /// <param name="command">The command's own variables.</param>
    /// <param name="provided">The folder with what Ashlar lays out, as the command sees it; null for none.</param>
    public static Dictionary<string, string> Variables(
        string path,
        string home,
        string temporary,
        string caches,
        ToolRoots roots,
        IReadOnlyDictionary<string, string> command,
        string? provided
    )
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = path,
            ["HOME"] = home,
            ["USER"] = "agent",
            ["LOGNAME"] = "agent",
            ["SHELL"] = "/bin/bash",
            ["LANG"] = "C.UTF-8",
            ["TERM"] = "dumb",
            [NoColor] = "1",
            ["PAGER"] = "cat",
            ["GIT_PAGER"] = "cat",
            ["GIT_TERMINAL_PROMPT"] = "0",
            ["TMPDIR"] = temporary,
            ["XDG_CACHE_HOME"] = caches,
            ["XDG_CONFIG_HOME"] = $"{home}/.config",
            ["XDG_DATA_HOME"] = $"{home}/.local/share",
            ["XDG_STATE_HOME"] = $"{home}/.local/state",
            ["PIP_CACHE_DIR"] = $"{caches}/pip",
            ["PIP_DISABLE_PIP_VERSION_CHECK"] = "1",
            ["npm_config_cache"] = $"{caches}/npm",
            ["npm_config_store_dir"] = $"{caches}/pnpm",
            ["npm_config_update_notifier"] = "false",
            ["NUGET_PACKAGES"] = $"{caches}/nuget",
            ["DOTNET_CLI_HOME"] = home,
            // What .NET else does each time it meets a new HOME.
            ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
            ["DOTNET_ADD_GLOBAL_TOOLS_TO_PATH"] = "false",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_NOLOGO"] = "1",
            ["GOCACHE"] = $"{caches}/go-build",
            ["GOMODCACHE"] = $"{caches}/go-mod",
        };
        foreach (var (name, value) in roots.Variables.Concat(command))
        {
            if (value.Length == 0 && name == NoColor)
            {
                variables.Remove(name);
            }
            else
            {
                variables[name] = value;
            }
        }

        if (provided is not null)
        {
            variables["PATH"] = $"{provided}/{SandboxMounts.ProvidedPrograms}:{variables["PATH"]}";
        }

        return variables;
    }
}
