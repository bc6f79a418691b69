using StoreForensics.Formats.Bolt;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker.Databases;

/// <summary>What <c>volumes/metadata.db</c> says of a volume (format reference, section 4.8). It holds no time.</summary>
internal sealed record VolumeDatabaseRecord
{
    /// <summary>The key; the name in the value is compared with it.</summary>
    public required string Name { get; init; }

    /// <summary>Null when not recorded.</summary>
    public string? Driver { get; init; }

    /// <summary>Null when none are recorded.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Driver options, credentials of network shares included; null when none are recorded.</summary>
    public IReadOnlyDictionary<string, string>? Options { get; init; }

    /// <summary>Whether the engine made up the name (64 hexadecimal digits).</summary>
    public bool IsAnonymous => Name.Length == 64 && Name.All(char.IsAsciiHexDigitLower);

    public required BoltRecordSource Source { get; init; }

    public required BoltRecordStanding Standing { get; init; }

    public required ulong Page { get; init; }

    public required Origin Origin { get; init; }
}
