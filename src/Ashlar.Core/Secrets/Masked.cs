namespace Ashlar.Core.Secrets;

/// <summary>
/// A record whose texts went through the mask: what a journal takes. Which of its strings are structure, the record's type says
/// (<see cref="StructureAttribute"/>); every other one is masked, so a text that nobody thought of is masked too. Only <see cref="SecretMask.Received{T}"/> makes one.
/// </summary>
/// <typeparam name="T">The record.</typeparam>
public sealed class Masked<T>
{
    internal Masked(T value, byte[] json)
    {
        Value = value;
        Json = json;
    }

    /// <summary>The record; a run continues with this one, so that a resumed run has the same.</summary>
    public T Value { get; }

    /// <summary>Its JSON, UTF-8.</summary>
    internal byte[] Json { get; }
}
