using Ashlar.Core.Stacks.Dotnet;
using Ashlar.Core.Stacks.Go;
using Ashlar.Core.Stacks.Jvm;
using Ashlar.Core.Stacks.Make;
using Ashlar.Core.Stacks.Native;
using Ashlar.Core.Stacks.Node;
using Ashlar.Core.Stacks.Php;
using Ashlar.Core.Stacks.Python;
using Ashlar.Core.Stacks.Ruby;
using Ashlar.Core.Stacks.Rust;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Catalogue;

/// <summary>All ecosystems that Ashlar knows. A further one is a folder and a line here.</summary>
internal static class StackCatalog
{
    /// <summary>The stacks, in the order in which they are asked.</summary>
    public static StackSet All { get; } =
        new([
            new PythonStack(),
            new NodeStack(),
            new DotnetStack(),
            new GoStack(),
            new RustStack(),
            new JvmStack(),
            new RubyStack(),
            new PhpStack(),
            new NativeStack(),
            new MakeStack(),
        ]);
}
