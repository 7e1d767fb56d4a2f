using System.Collections;

namespace Ashlar.Core.Sandboxes.Host;

/// <summary>
/// The user's own environment for programs that work in the user's name, such as git's push. Lists of folders in which programs and
/// libraries are looked for keep only absolute ones outside of checkouts: an empty or relative entry means the folder that a program
/// works in. What names a program or a folder of settings is left out where that lies in a checkout or depends on the current folder.
/// </summary>
public static class HostEnvironment
{
    // Git's own names for a repository: the directory decides, not what a hook or a shell left behind.
    private static readonly string[] OfRepositories =
    [
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_COMMON_DIR",
        "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_NAMESPACE",
        "GIT_PREFIX",
        "GIT_CONFIG",
        "GIT_CONFIG_PARAMETERS",
        "GIT_CONFIG_COUNT",
        "GIT_INTERNAL_SUPER_PREFIX",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_GRAFT_FILE",
        "GIT_SHALLOW_FILE",
        "GIT_REPLACE_REF_BASE",
        "GIT_NO_REPLACE_OBJECTS",
        "GIT_QUARANTINE_PATH",
    ];

    /// <summary>The environment.</summary>
    /// <param name="program">The program that gets it.</param>
    /// <param name="withheld">Tells of a variable, by name and value, whether it is left out; null leaves none out.</param>
    public static Dictionary<string, string> Of(HostProgram program, Func<string, string, bool>? withheld)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var (name, value) = ((string)variable.Key, (string?)variable.Value ?? "");
            if (withheld?.Invoke(name, value) == true || OfRepositories.Contains(name, StringComparer.Ordinal))
            {
                continue;
            }

            if (!IsSearched(name))
            {
                if (!ProgramSetting.IsOne(name) || !ProgramSetting.LeadsElsewhere(value, program))
                {
                    result[name] = value;
                }
            }
            else if (program.Kept(value) is { Length: > 0 } kept)
            {
                result[name] = kept;
            }
        }

        return result;
    }

    private static bool IsSearched(string name) =>
        name.EndsWith("PATH", StringComparison.Ordinal)
        || name.StartsWith("LD_", StringComparison.Ordinal)
        || name is "PERL5LIB" or "RUBYLIB";
}
