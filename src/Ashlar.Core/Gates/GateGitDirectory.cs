using System.Text;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Gates;

/// <summary>The git directory of a checkout of gates.</summary>
internal static class GateGitDirectory
{
    /// <summary>Writes the git directory with which the checkout is filled, and which is copied into it.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="head">What HEAD holds.</param>
    /// <param name="format">How objects are named: <c>sha1</c> or <c>sha256</c>.</param>
    /// <param name="objects">The folder of objects on the host.</param>
    /// <param name="shown">Where a sandbox shows it, below the git directory.</param>
    public static void Write(string directory, string head, string format, string objects, string shown)
    {
        FolderRemoval.Delete(directory);
        foreach (var part in (string[])["objects/info", "objects/pack", "refs/heads", "refs/tags", "info", shown])
        {
            Directory.CreateDirectory(Path.Combine(directory, part));
        }

        File.WriteAllText(Path.Combine(directory, "objects/info/alternates"), $"{objects}\n../{shown}\n");
        File.WriteAllText(Path.Combine(directory, "HEAD"), head + "\n");
        var isPlain = format is "sha1";
        File.WriteAllText(
            Path.Combine(directory, "config"),
            $"[core]\n\trepositoryformatversion = {(isPlain ? 0 : 1)}\n\tfilemode = true\n\tbare = false\n"
                + (isPlain ? "" : $"[extensions]\n\tobjectFormat = {format}\n")
                + "[user]\n\tname = gate\n\temail = gate@localhost\n",
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)
        );
    }
}
