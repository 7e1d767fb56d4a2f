using System.Xml;

namespace Ashlar.Core.Stacks.Results;

/// <summary>XML that tests wrote: no DTD, no outside reference, bounded; stray control characters (terminal colours) are let through.</summary>
internal static class SafeXml
{
    /// <summary>The settings.</summary>
    public static XmlReaderSettings Settings =>
        new()
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = 256L * 1024 * 1024,
            MaxCharactersFromEntities = 1024,
            CheckCharacters = false,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        };
}
