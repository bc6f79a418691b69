using System.Security.Cryptography;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Contracts;

/// <summary>What one name of the reference tree is, as the recipe made it; a wrapping's own copy says what is left of it there.</summary>
public sealed record ReferenceEntry(EvidencePath Path, EntryKind Kind)
{
    public ushort Mode { get; init; }

    public uint Uid { get; init; }

    public uint Gid { get; init; }

    public long Size { get; init; }

    public Timestamp Modified { get; init; }

    public EvidencePath LinkTarget { get; init; }

    /// <summary>Of a file's bytes, hexadecimal.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The name that the recipe linked this one to; null for a file of its own.</summary>
    public EvidencePath? LinkOf { get; init; }

    public (uint Major, uint Minor) Device { get; init; }

    public IReadOnlyList<ExtendedAttribute> Xattrs { get; init; } = [];

    /// <summary>Attributes that some systems add by themselves are no part of the contract.</summary>
    public static bool IsCompared(ExtendedAttribute attribute) =>
        attribute.Name.StartsWith("user.", StringComparison.Ordinal) || attribute.Name.StartsWith("trusted.overlay.", StringComparison.Ordinal)
            || attribute.Name == "security.capability";

    /// <summary>One line, for comparison; <paramref name="links"/> and <paramref name="firstLink"/>
    /// are those of the evidence, which may hold fewer names.</summary>
    public string Line(uint links, EvidencePath firstLink)
    {
        string facts = $"{Path} kind={Kind.Name()} mode={Convert.ToString(Mode, 8)} uid={Uid} gid={Gid} size={Size} mtime={Modified} target={LinkTarget} device={Device}";
        string files = Kind == EntryKind.File ? $" links={links} first={firstLink} sha256={Sha256}" : "";
        return facts + files + Attributes(Xattrs);
    }

    public static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static string Attributes(IReadOnlyList<ExtendedAttribute> all) =>
        string.Concat(all.OrderBy(a => a.Name, StringComparer.Ordinal).Select(a => $" [{a.Name}={Convert.ToHexStringLower(a.Value)}]"));
}
