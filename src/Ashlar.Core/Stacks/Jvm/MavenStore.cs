using Ashlar.Core.Sandboxes.Mounts;

namespace Ashlar.Core.Stacks.Jvm;

/// <summary>
/// Maven: from version 3.9 on, the user's repository is behind a private one; an older Maven has it as its own, which it reads and cannot write.
/// </summary>
internal sealed class MavenStore : IPackageStore
{
    private const string Home = $"{SystemMounts.Stores}/maven";

    /// <inheritdoc/>
    public bool IsUsedBy(ReadOnlySpan<char> name) => name is "pom.xml";

    /// <inheritdoc/>
    public StoreView Find(UserPlaces user)
    {
        if (user.Folder(null, "", ".m2/repository") is not { } repository)
        {
            return new StoreView();
        }

        var wrapper = user.Folder("MAVEN_USER_HOME", "wrapper", ".m2/wrapper");
        var own = $"-Dmaven.repo.local={PrivateStore.PathOf("maven")}";
        var shown = UserPlaces.Shown(repository);
        var hasTail = HasTail(user);
        var mounts = new List<(string, string)>(UserPlaces.Mounts(repository));
        if (wrapper is not null)
        {
            mounts.Add((wrapper, $"{Home}/.m2/wrapper"));
        }

        return new StoreView
        {
            Mounts = mounts,
            Variables = Variables(hasTail ? $"{own} -Dmaven.repo.local.tail={shown}" : $"-Dmaven.repo.local={shown}"),
            Files = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [$"{Home}/.m2/settings.xml"] = "<settings><offline>true</offline></settings>\n",
            },
            Private = hasTail ? null : new PrivateStore("maven", Variables(own)),
        };
    }

    private static Dictionary<string, string> Variables(string places) =>
        new(StringComparer.Ordinal)
        {
            // Which server a package came from is noted beside it, under names that only the user's settings know.
            ["MAVEN_OPTS"] =
                $"-XX:-UseContainerSupport -Duser.home={Home} {places} -Daether.enhancedLocalRepository.trackingFilename=ashlar.repositories",
            ["MAVEN_USER_HOME"] = $"{Home}/.m2",
        };

    private static bool HasTail(UserPlaces user)
    {
        if (user.SearchPath.Select(entry => Path.Combine(entry, "mvn")).FirstOrDefault(File.Exists) is not { } program)
        {
            return true; // A wrapper of the repository; those fetch a new Maven.
        }

        var real = File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program;
        var library = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(real)!, "../lib"));
        return Directory.Exists(library)
            && Directory
                .EnumerateFiles(library, "maven-core-*.jar")
                .Select(file => Path.GetFileNameWithoutExtension(file)["maven-core-".Length..].Split('.'))
                .Any(version =>
                    int.TryParse(version[0], out var major)
                    && (major > 3 || (version.Length > 1 && int.TryParse(version[1], out var minor) && minor >= 9))
                );
    }
}
