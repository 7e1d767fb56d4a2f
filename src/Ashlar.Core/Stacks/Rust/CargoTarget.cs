namespace Ashlar.Core.Stacks.Rust;

/// <summary>What cargo builds and runs tests of, named as nextest names it: <c>app</c>, <c>app::bin/tool</c>, <c>app::integration</c>, <c>app::doc</c>.</summary>
/// <param name="Id">The name.</param>
/// <param name="Source">Its first source file relative to the repository; null where that cannot be told.</param>
internal sealed record CargoTarget(string Id, string? Source)
{
    /// <summary>Whether its tests are in documentation.</summary>
    public bool IsDocumentation => Id.EndsWith("::doc", StringComparison.Ordinal);

    /// <summary>The id of one of its tests.</summary>
    public string IdOf(string test) => Id.Length == 0 ? test : $"{Id} {test}";

    /// <summary>The file in which a test stands: modules that have a file of their own lie below the source.</summary>
    /// <param name="test">Its path of modules and name.</param>
    /// <param name="exists">Whether the repository has a file.</param>
    public string? FileOf(string test, Func<string, bool> exists)
    {
        if (Source is null)
        {
            return null;
        }

        if (IsDocumentation)
        {
            return test.IndexOf(".rs", StringComparison.Ordinal) is var end and > 0 && exists(test[..(end + 3)]) ? test[..(end + 3)] : null;
        }

        var file = Source;
        var folder = Source[..(Source.LastIndexOf('/') + 1)];
        foreach (var module in test.Split("::").SkipLast(1))
        {
            var own = exists($"{folder}{module}.rs") ? $"{folder}{module}.rs" : $"{folder}{module}/mod.rs";
            if (!exists(own))
            {
                break;
            }

            file = own;
            folder += module + "/";
        }

        return file;
    }
}
