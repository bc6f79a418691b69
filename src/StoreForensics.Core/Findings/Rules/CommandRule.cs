using System.Text.RegularExpressions;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Command lines of intruders, in build steps, commands, variables and logs. All patterns are matched in linear time.</summary>
internal sealed partial class CommandRule : ITextRule
{
    private const int ShownChars = 160;

    private static readonly Rule s_download = new("command-download-run", "Downloaded and run at once", FindingConfidence.Medium, ["T1105", "T1059.004"], "What the address serves; the files that the step added.");
    private static readonly Rule s_decode = new("command-decode", "Decoded from base64", FindingConfidence.Medium, ["T1140", "T1027"], "The decoded text.");
    private static readonly Rule s_shell = new("command-reverse-shell", "Reverse shell", FindingConfidence.High, ["T1059.004", "T1071.001"], "The address; connections to it from elsewhere.");
    private static readonly Rule s_miner = new("miner", "Mining", FindingConfidence.High, ["T1496"], "The pool and wallet; the load of the host at the time.");
    private static readonly Rule s_escape = new("command-escape", "Command that enters the host", FindingConfidence.High, ["T1611"], "What was done there.");
    private static readonly Rule s_preload = new("preload-variable", "Library loaded by a variable", FindingConfidence.High, ["T1574.006"], "The library: whether the same image adds it.");
    private static readonly Rule s_tunnel = new("tunnel", "Tunnel or scanner", FindingConfidence.Medium, ["T1572", "T1046"], "Where it leads.");

    public void Look(in TextSight text, FindingSink sink)
    {
        if (text.Kind is TextKind.Environment && text.Text.StartsWith("LD_PRELOAD=", StringComparison.Ordinal) && text.Text.Length > 11)
            Preload(text, sink);
        if (Miner().IsMatch(text.Text))
            Say(s_miner, text.Kind == TextKind.LogLine ? FindingSeverity.Medium : FindingSeverity.High, text, sink);
        if (ReverseShell().IsMatch(text.Text))
            Say(s_shell, text.Kind == TextKind.LogLine ? FindingSeverity.Medium : FindingSeverity.Critical, text, sink);
        if (text.Kind is not (TextKind.BuildStep or TextKind.ContainerCommand))
            return;
        if (Download().IsMatch(text.Text))
            Say(s_download, PlainOrAddress().IsMatch(text.Text) ? FindingSeverity.High : FindingSeverity.Low, text, sink);
        if (Decode().IsMatch(text.Text))
            Decoded(text, sink);
        if (Escape().IsMatch(text.Text))
            Say(s_escape, FindingSeverity.High, text, sink);
        if (Tunnel().IsMatch(text.Text))
            Say(s_tunnel, FindingSeverity.Medium, text, sink);
    }

    private static void Preload(in TextSight text, FindingSink sink)
    {
        string library = text.Text[11..];
        EvidencePath? path = library.StartsWith('/') ? EvidencePath.FromString(library) : (EvidencePath?)null;
        sink.Add(s_preload, FindingSeverity.High, text.Subjects, $"LD_PRELOAD loads {DisplayText.Escape(library)} into every program.", text.Origin, path, text.Time);
    }

    // The file that it was decoded to, where the command says so.
    private static void Decoded(in TextSight text, FindingSink sink)
    {
        Match target = Target().Match(text.Text);
        EvidencePath? path = target.Success ? EvidencePath.FromString(target.Groups[1].Value) : (EvidencePath?)null;
        sink.Add(s_decode, FindingSeverity.Medium, text.Subjects, $"A command decodes base64{(target.Success ? $" to {DisplayText.Escape(target.Groups[1].Value)}" : "")}.", text.Origin, path, text.Time);
    }

    private static void Say(Rule rule, FindingSeverity severity, in TextSight text, FindingSink sink)
    {
        string where = text.Kind switch { TextKind.LogLine => "A line of the log", TextKind.BuildStep => "A build step", TextKind.ContainerCommand => "The container's command", TextKind.Label => "A label", _ => "The environment" };
        string shown = text.Kind == TextKind.Environment ? text.Text[..Math.Max(0, text.Text.IndexOf('=', StringComparison.Ordinal))] : text.Text[..Math.Min(text.Text.Length, ShownChars)].Trim();
        sink.Add(rule, severity, text.Subjects, text.Kind == TextKind.LogLine ? $"{where} says so." : $"{where}: {DisplayText.Escape(shown)}", text.Origin, time: text.Time);
    }

    [GeneratedRegex(@"\b(curl|wget|fetch|lwp-download)\b[^|;&\n]*\|[ \t]*(sudo[ \t]+)?(ba|da|z|a|k)?sh\b|\b(curl|wget)\b[^\n]*(&&|;)[^\n]*\bchmod\b[^\n]*(&&|;)[^\n]*\./|\b(python[0-9.]*|perl|sh|bash)[ \t]+(-c[ \t]+)?[""']?\$\((curl|wget)", RegexOptions.NonBacktracking)]
    private static partial Regex Download();

    [GeneratedRegex(@"http://|[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}|pastebin|raw\.githubusercontent|transfer\.sh|ngrok|\.onion", RegexOptions.NonBacktracking)]
    private static partial Regex PlainOrAddress();

    [GeneratedRegex(@"base64[ \t]+(-d|-D|--decode|-di)\b|b64decode|openssl[ \t]+(enc[ \t]+)?-?base64[ \t]+-d", RegexOptions.NonBacktracking)]
    private static partial Regex Decode();

    [GeneratedRegex(@"(?:base64|b64decode|openssl)[^>\n]*>>?[ \t]*(/[A-Za-z0-9._/+-]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Target();

    [GeneratedRegex(@"/dev/(tcp|udp)/|\b(nc|ncat|netcat)\b[^\n]*[ \t](-e|-c|--exec)[ \t]|\bsocat\b[^\n]*\bexec\b|mkfifo[^\n]*\b(nc|ncat|netcat|telnet)\b|socket\.socket[^\n]*(dup2|subprocess|pty)|bash[ \t]+-i[ \t]*[>&]", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex ReverseShell();

    [GeneratedRegex(@"stratum\+(tcp|ssl)|stratum2?://|\bxmrig|\bminerd\b|\bcpuminer|\bcryptonight|\brandomx\b|\bnicehash|minexmr|nanopool|supportxmr|moneroocean|\bxmr-stak|\bethminer|\bkinsing|\bkdevtmpfsi|hashrate|\bmining (on|to|pool|started)|accepted share", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Miner();

    [GeneratedRegex(@"\bchroot[ \t]+/(host|mnt|rootfs|hostfs)|\bnsenter\b|/proc/1/root|release_agent|\bdocker[ \t]+-H[ \t]+unix", RegexOptions.NonBacktracking)]
    private static partial Regex Escape();

    [GeneratedRegex(@"\b(frpc|ngrok|chisel|gost|cloudflared|masscan|zgrab|pnscan|nmap)\b", RegexOptions.NonBacktracking)]
    private static partial Regex Tunnel();
}
