using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using StoreForensics.Findings.Patterns;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Indicators;

/// <summary>
/// Lists of indicators: one a line, with an optional type before (<c>sha256: sha1: md5: path: domain: ip: string:</c>) and an optional note behind a <c>#</c>.
/// Without a type, 64, 40 or 32 hex digits are a digest, a leading slash a path (<c>*</c> and <c>**</c> as in rule files), then addresses and domains; a URL
/// counts as its host; the rest is a text. Brackets that defuse (<c>192[.]0[.]2[.]1</c>,
/// <c>hxxp</c>) are undone.
/// </summary>
public sealed partial class IndicatorList
{
    private const long MaxFileBytes = 64 << 20;
    private const int MaxValueChars = 4096;

    private static readonly HashSet<string> s_common = new(StringComparer.OrdinalIgnoreCase)
    {
        "redis", "nginx", "proxy", "cache", "worker", "test", "server", "mysql", "mariadb", "postgres", "mongo", "backend", "frontend", "registry",
        "site", "shop", "blog", "apache", "httpd", "traefik", "grafana", "prometheus", "portainer", "jenkins", "gitlab", "rabbitmq", "queue",
        "database", "webapp", "website", "wordpress", "debug", "helper", "runner", "agent", "monitor", "batch", "orphan", "nextcloud", "vault",
        "consul", "kafka", "elasticsearch",
    };

    private IndicatorList(IReadOnlyList<Indicator> indicators) => Indicators = indicators;

    internal IReadOnlyList<Indicator> Indicators { get; }

    /// <summary>Whether every file of every layer has to be read for it.</summary>
    public bool NeedsDigests => Indicators.Any(i => i.Kind is IndicatorKind.Sha256 or IndicatorKind.Sha1 or IndicatorKind.Md5);

    /// <exception cref="RuleFileException">A list cannot be read, or a typed line is not of its type.</exception>
    public static IndicatorList Load(IReadOnlyList<string> paths)
    {
        var all = new List<Indicator>();
        foreach (string path in paths)
        {
            string name = DisplayText.Escape(path);
            try
            {
                if (new FileInfo(path) is { Exists: true, Length: > MaxFileBytes })
                    throw new RuleFileException($"{name}: a list has at most {MaxFileBytes >> 20} MiB");
                int number = 0;
                foreach (string line in File.ReadLines(path))
                    all.AddRange(Parse(line, name, ++number) is { } indicator ? [indicator] : []);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new RuleFileException($"{name}: {DisplayText.Escape(e.Message)}", e);
            }
        }
        return new IndicatorList(all);
    }

    /// <summary>Null for an empty line or a comment.</summary>
    internal static Indicator? Parse(string line, string list, int number)
    {
        string text = line.Trim().TrimStart('\uFEFF');
        if (text.Length == 0 || text[0] == '#')
            return null;
        int comment = text.IndexOf(" #", StringComparison.Ordinal);
        string note = comment < 0 ? "" : text[(comment + 2)..].Trim();
        text = (comment < 0 ? text : text[..comment]).Trim();
        if (text.Length > MaxValueChars)
            throw Fault(list, number, $"an indicator has at most {MaxValueChars} characters");
        Match typed = Typed().Match(text);
        string value = typed.Success ? typed.Groups[2].Value.Trim() : text;
        IndicatorKind kind = typed.Success ? KindOf(typed.Groups[1].Value.ToLowerInvariant()) : Guess(ref value);
        value = kind == IndicatorKind.Text ? value : Refang(value);
        if (!IsOf(kind, value))
            throw Fault(list, number, $"{DisplayText.Escape(value)} is no {kind.ToString().ToLowerInvariant()}");
        bool isLower = kind is IndicatorKind.Sha256 or IndicatorKind.Sha1 or IndicatorKind.Md5 or IndicatorKind.Domain;
        return new Indicator(kind, isLower ? value.ToLowerInvariant() : value, note, list, number,
            kind switch { IndicatorKind.Address => "ip", IndicatorKind.Text => "string", _ => kind.ToString().ToLowerInvariant() });
    }

    /// <summary>Lists and what other cases collected, as one.</summary>
    public IndicatorList With(IEnumerable<(string Kind, string Value, string Note, int Line)> collected, string list) =>
        new([.. Indicators, .. collected.Select(c => Collected(c.Kind, c.Value, c.Note, list, c.Line)).OfType<Indicator>()]);

    /// <summary>Both.</summary>
    public IndicatorList And(IndicatorList other) => new([.. Indicators, .. other.Indicators]);

    /// <summary>How many.</summary>
    public int Count => Indicators.Count;

    /// <summary>Of nothing.</summary>
    public static IndicatorList Empty { get; } = new([]);

    // What is no such thing, or too short to tell anything, is left out: the list was made by a program.
    private static Indicator? Collected(string word, string value, string note, string list, int line)
    {
        IndicatorKind kind = word switch
        {
            "sha256" => IndicatorKind.Sha256,
            "sha1" => IndicatorKind.Sha1,
            "md5" => IndicatorKind.Md5,
            "ipv4" or "ipv6" or "ip" => IndicatorKind.Address,
            "domain" => IndicatorKind.Domain,
            "path" => IndicatorKind.Path,
            "container" => IndicatorKind.Container,
            "image" => IndicatorKind.Image,
            _ => IndicatorKind.Text,
        };
        bool isLower = kind is IndicatorKind.Sha256 or IndicatorKind.Sha1 or IndicatorKind.Md5 or IndicatorKind.Domain;
        return value.Length <= MaxValueChars && IsOf(kind, value) && !IsPrivate(kind, value) && !IsCommon(kind, value)
            ? new Indicator(kind, isLower ? value.ToLowerInvariant() : value, note, list, line, word) : null;
    }

    // Names that every second host has: a container called web tells nothing, nor does an image that has no owner or registry in its name.
    private static bool IsCommon(IndicatorKind kind, string value) => kind == IndicatorKind.Container ? value.Length < 4 || s_common.Contains(value)
        : kind == IndicatorKind.Image && !value.Contains('/', StringComparison.Ordinal);

    // An address of a private network is another machine's on every host (RFC 1918, RFC 3927).
    private static bool IsPrivate(IndicatorKind kind, string value) => kind == IndicatorKind.Address && IPAddress.TryParse(value, out IPAddress? address)
        && (address.GetAddressBytes() is [10, ..] or [192, 168, ..] or [172, >= 16 and <= 31, ..] or [169, 254, ..] or [127, ..]);

    private static RuleFileException Fault(string list, int number, string message) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{list}:{number}: {message}"));

    private static IndicatorKind KindOf(string word) => word switch
    {
        "sha256" => IndicatorKind.Sha256,
        "sha1" => IndicatorKind.Sha1,
        "md5" => IndicatorKind.Md5,
        "path" => IndicatorKind.Path,
        "domain" => IndicatorKind.Domain,
        "ip" => IndicatorKind.Address,
        _ => IndicatorKind.Text,
    };

    private static IndicatorKind Guess(ref string value)
    {
        if (IsHex(value, 64) || IsHex(value, 40) || IsHex(value, 32))
            return value.Length == 64 ? IndicatorKind.Sha256 : value.Length == 40 ? IndicatorKind.Sha1 : IndicatorKind.Md5;
        if (value[0] == '/')
            return IndicatorKind.Path;
        string plain = Refang(value);
        if (Host().Match(plain) is { Success: true } url)
            plain = url.Groups[1].Value;
        if (IPAddress.TryParse(plain, out _) && (plain.Contains(':', StringComparison.Ordinal) || plain.Count(c => c == '.') == 3))
        {
            value = plain;
            return IndicatorKind.Address;
        }
        if (!Domain().IsMatch(plain))
            return IndicatorKind.Text;
        value = plain;
        return IndicatorKind.Domain;
    }

    private static bool IsOf(IndicatorKind kind, string value) => kind switch
    {
        IndicatorKind.Sha256 => IsHex(value, 64),
        IndicatorKind.Sha1 => IsHex(value, 40),
        IndicatorKind.Md5 => IsHex(value, 32),
        IndicatorKind.Path => value.Length <= PathGlob.MaxBytes && (value.StartsWith('/') || value.StartsWith("**", StringComparison.Ordinal)),
        IndicatorKind.Domain => Domain().IsMatch(value),
        IndicatorKind.Address => IPAddress.TryParse(value, out _),
        IndicatorKind.Container or IndicatorKind.Image => value.Length >= 1,
        _ => value.Length >= 3,
    };

    private static bool IsHex(string text, int digits) => text.Length == digits && text.All(char.IsAsciiHexDigit);

    private static string Refang(string text) => text.Replace("[.]", ".", StringComparison.Ordinal).Replace("(.)", ".",
        StringComparison.Ordinal).Replace("[:]", ":", StringComparison.Ordinal).Replace("hxxp", "http", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("^(sha256|sha1|md5|path|domain|ip|string):(.*)$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Typed();

    [GeneratedRegex(@"^[a-z][a-z0-9+.-]*://(?:[^/@]*@)?([^/:?#]+)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Host();

    [GeneratedRegex(@"^([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)+[a-z][a-z0-9-]+$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Domain();
}
