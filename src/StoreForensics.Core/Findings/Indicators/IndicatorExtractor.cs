using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using StoreForensics.Model;

namespace StoreForensics.Findings.Indicators;

/// <summary>Takes addresses, URLs, domains, e-mail addresses, comments of keys, pools and wallets out of a text. Linear in its length.</summary>
internal static partial class IndicatorExtractor
{
    private const int MaxChars = 64 << 10;
    private const int MaxOfOneText = 200;
    private const int MaxValueChars = 1024;

    // Where everybody's builds fetch from: that a step names them tells nothing of an intruder.
    private static readonly string[] s_public = ["debian.org", "ubuntu.com", "alpinelinux.org", "docker.io", "docker.com", "github.com", "npmjs.org", "npmjs.com",
        "pypi.org", "pythonhosted.org", "golang.org", "googleapis.com", "google.com", "quay.io", "ghcr.io", "gcr.io", "k8s.io", "kubernetes.io", "microsoft.com",
        "nodesource.com", "fedoraproject.org", "centos.org", "gnu.org", "kernel.org", "rubygems.org", "crates.io", "maven.org", "apache.org", "nginx.org",
        "postgresql.org", "w3.org", "schema.org", "json-schema.org", "apple.com", "amazonaws.com"];

    /// <summary>Each once, in the order of the text by kind.</summary>
    public static IEnumerable<(IndicatorType Type, string Value)> Of(string text)
    {
        string part = text.Length > MaxChars ? text[..MaxChars] : text;
        return All(part).Where(i => i.Value.Length is > 2 and <= MaxValueChars).Distinct().Take(MaxOfOneText);
    }

    private static IEnumerable<(IndicatorType Type, string Value)> All(string text)
    {
        foreach (Match match in Url().Matches(text))
        {
            foreach ((IndicatorType, string) one in OfUrl(match))
                yield return one;
        }
        foreach (Match match in Address().Matches(text))
        {
            if (IsWhole(text, match.Index, match.Index + match.Length) && IsTelling(match.Value))
                yield return (IndicatorType.Ipv4, match.Value);
        }
        foreach ((IndicatorType, string) one in Keys(text).Concat(Hosts(text)).Concat(Mining(text)))
            yield return one;
    }

    private static IEnumerable<(IndicatorType, string)> OfUrl(Match match)
    {
        string scheme = match.Groups["scheme"].Value.ToLowerInvariant(), host = match.Groups["host"].Value.ToLowerInvariant();
        string rest = (match.Groups["port"].Value + match.Groups["rest"].Value).TrimEnd('.', ',', ')', ']', '}', '`', '\\');
        bool isName = IsDomain(host), isAddress = IPAddress.TryParse(host, out IPAddress? address) && address.ToString() == host;
        if ((!isName && !isAddress) || IsPublic(host) || (isAddress && !IsTelling(host)))
            yield break;
        bool isPool = scheme.StartsWith("stratum", StringComparison.Ordinal);
        yield return (isPool ? IndicatorType.Pool : IndicatorType.Url, $"{scheme}://{host}{rest}");
        if (isName)
            yield return (IndicatorType.Domain, host);
    }

    private static IEnumerable<(IndicatorType, string)> Keys(string text)
    {
        foreach (Match match in Key().Matches(text))
        {
            string comment = match.Groups["comment"].Value.Trim();
            if (comment.Length > 2)
                yield return (IndicatorType.SshKeyComment, comment);
        }
        foreach (Match match in Mail().Matches(text))
        {
            string host = match.Groups["host"].Value.ToLowerInvariant();
            // user:password@host of a URL, and who made a key, are no addresses of mail.
            if (!IsDomain(host) || IsPublic(host) || (match.Index > 0 && text[match.Index - 1] is ':' or '/') || IsOfKey(text, match.Index))
                continue;
            yield return (IndicatorType.Email, $"{match.Groups["user"].Value}@{host}");
        }
    }

    private static bool IsOfKey(string text, int at)
    {
        int line = text.LastIndexOf('\n', Math.Max(0, at - 1)) + 1;
        return text.AsSpan(line, at - line).Contains(" AAAA", StringComparison.Ordinal);
    }

    private static IEnumerable<(IndicatorType, string)> Hosts(string text)
    {
        foreach (Match match in Connection().Matches(text))
        {
            string host = match.Groups["host"].Value.ToLowerInvariant();
            if (IsDomain(host) && !IsPublic(host))
                yield return (IndicatorType.Domain, host);
        }
    }

    private static IEnumerable<(IndicatorType, string)> Mining(string text)
    {
        foreach (Match match in Pool().Matches(text))
            yield return (IndicatorType.Pool, match.Groups["pool"].Value.ToLowerInvariant());
        foreach (Match match in Wallet().Matches(text))
            yield return (IndicatorType.Wallet, match.Value);
        if (!text.Contains("pool", StringComparison.OrdinalIgnoreCase) && !text.Contains("stratum", StringComparison.OrdinalIgnoreCase))
            yield break;
        foreach (Match match in Miner().Matches(text))
            yield return (IndicatorType.Wallet, match.Groups["wallet"].Value);
    }

    // Not a part of a version or of a longer name.
    private static bool IsWhole(string text, int from, int to)
    {
        char before = from > 0 ? text[from - 1] : ' ', after = to < text.Length ? text[to] : ' ', second = to + 1 < text.Length ? text[to + 1] : ' ';
        return !char.IsAsciiLetterOrDigit(before) && before is not ('.' or '-' or '_') && !char.IsAsciiLetterOrDigit(after) && after is not ('-' or '_')
            && !(after == '.' && char.IsAsciiDigit(second));
    }

    // Neither this host itself nor everybody.
    private static bool IsTelling(string address)
    {
        string[] parts = address.Split('.');
        int[] octets = [.. parts.Select(p => int.Parse(p, CultureInfo.InvariantCulture))];
        return octets.All(o => o <= 255) && !parts.Any(p => p.Length > 1 && p[0] == '0') && octets[0] is not (0 or 127) && octets[0] < 224;
    }

    private static bool IsPublic(string host) => s_public.Any(p => host == p || host.EndsWith("." + p, StringComparison.Ordinal));

    private static bool IsDomain(string host) => host.Length <= 253 && Domain().IsMatch(host);

    // Counted repetitions make the automata of such expressions large: what is too long is left out afterwards.
    [GeneratedRegex("(?<scheme>https?|ftp|tftp|stratum(\\+(tcp|ssl|tls))?|stratum2?)://([^/\\s@\"'<>]*@)?(?<host>[a-z0-9._-]+)(?<port>:[0-9]{1,5})?"
        + "(?<rest>/[^\\s\"'<>|;&()]*)?", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Url();

    [GeneratedRegex("[0-9]{1,3}(\\.[0-9]{1,3}){3}", RegexOptions.NonBacktracking)]
    private static partial Regex Address();

    [GeneratedRegex("^([a-z0-9_][a-z0-9_-]*\\.)+[a-z][a-z0-9-]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Domain();

    [GeneratedRegex("\\b(ssh-(rsa|dss|ed25519)|ecdsa-sha2-[a-z0-9-]+|sk-[a-z0-9@.-]+) AAAA[A-Za-z0-9+/=]+[ \\t]+(?<comment>[^\\n\"'>;|&]+)",
        RegexOptions.NonBacktracking)]
    private static partial Regex Key();

    [GeneratedRegex("(?<user>[A-Za-z0-9._%+-]+)@(?<host>[A-Za-z0-9.-]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Mail();

    [GeneratedRegex("\\b(nc|ncat|netcat|telnet)[ \\t]+((-[A-Za-z0-9]+|[0-9]{1,5})[ \\t]+)*(?<host>[A-Za-z0-9.-]+)[ \\t]+[0-9]{1,5}\\b"
        + "|/dev/(tcp|udp)/(?<host>[A-Za-z0-9.-]+)/", RegexOptions.NonBacktracking)]
    private static partial Regex Connection();

    [GeneratedRegex("pool[a-z_-]*[\"']?[ ]?[:=][ ]?[\"']?(?<pool>[a-z0-9][a-z0-9.-]+:[0-9]{2,5})\\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Pool();

    [GeneratedRegex("\\b[48][0-9AB][1-9A-HJ-NP-Za-km-z]{93}\\b|\\bbc1[a-z0-9]{25,59}\\b", RegexOptions.NonBacktracking)]
    private static partial Regex Wallet();

    [GeneratedRegex("[\"']?\\b(user|wallet|wallet_address|address)[\"']?[ ]?[:=][ ]?[\"']?(?<wallet>[A-Za-z0-9]{12,96})\\b"
        + "|\\s(-u|--user)[ =](?<wallet>[A-Za-z0-9]{20,96})\\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Miner();
}
