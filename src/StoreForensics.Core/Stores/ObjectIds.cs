using System.Buffers;
using System.Text;

namespace StoreForensics.Stores;

/// <summary>The shapes of ids that may be used as names. Whatever else metadata claims as an id is reported, never used to find a path.</summary>
internal static class ObjectIds
{
    private static readonly SearchValues<byte> s_hex = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>64 lower-case hex digits, or the 16 of Docker 0.1.0 to 0.1.2.</summary>
    public static bool IsGraphId(ReadOnlySpan<byte> name) => name.Length is 64 or 16 && IsHex(name);

    /// <inheritdoc cref="IsGraphId(ReadOnlySpan{byte})"/>
    public static bool IsGraphId(string? name) => name is { Length: 64 or 16 } && IsGraphId(Encoding.ASCII.GetBytes(name));

    /// <summary>A graph id, with or without <c>-init</c>.</summary>
    public static bool IsLayerId(ReadOnlySpan<byte> name) => IsGraphId(name.EndsWith("-init"u8) ? name[..^5] : name);

    public static bool IsLayerId(string? name) => name is not null && IsLayerId(Encoding.UTF8.GetBytes(name));

    /// <summary>The 25 base-36 characters of BuildKit's own ids.</summary>
    public static bool IsBuildKitId(string? name) => name is { Length: 25 } && name.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterLower(c));

    /// <summary>A name that a driver's directory may have: a layer id or BuildKit's.</summary>
    public static bool IsDriverId(string? name) => IsLayerId(name) || IsBuildKitId(name);

    /// <summary>64 lower-case hex digits.</summary>
    public static bool IsDigest(ReadOnlySpan<byte> name) => name.Length == 64 && IsHex(name);

    /// <summary><c>sha256:</c> and 64 lower-case hex digits.</summary>
    public static bool IsPrefixedDigest(string? text) => text is { Length: 71 } && text.StartsWith("sha256:", StringComparison.Ordinal)
        && IsDigest(Encoding.ASCII.GetBytes(text[7..]));

    public static bool IsHex(ReadOnlySpan<byte> text) => !text.ContainsAnyExcept(s_hex);
}
