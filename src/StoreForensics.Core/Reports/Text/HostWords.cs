using System.Globalization;
using StoreForensics.Model;
using StoreForensics.Reports.Documents.Content;

namespace StoreForensics.Reports.Text;

/// <summary>A host in labelled lines, the same in every report. Text from the evidence in it is escaped.</summary>
public static class HostWords
{
    private const int Most = 40;
    private const string Installed = "install ok installed";

    /// <summary>What is known, in a fixed order, secrets masked; lists in one line each. The lines of logs, cron and shells are not among them.</summary>
    public static IEnumerable<(string Label, string Value)> Facts(HostFacts host)
    {
        (string Label, string? Value)[] all =
        [
            ("Host", Name(host)), ("OS", Os(host.Os)), ("Time zone", host.TimeZone?.ToString()), ("Machine id", host.MachineId?.ToString()),
            ("Kernels", Join(host.Kernels.Select(k => k.ToString()))), ("Packages", Join(host.Packages.Select(Package))),
                ("daemon.json", Daemon(host.DaemonJson)),
            ("Docker group", Group(host.DockerGroup)),
        ];
        foreach ((string label, string? value) in all)
        {
            if (!string.IsNullOrEmpty(value))
                yield return (label, value);
        }
    }

    /// <summary>The name, and which directory it is, if that is not the evidence's top.</summary>
    public static string Name(HostFacts host)
    {
        string name = host.Hostname?.ToString() ?? "(name unknown)";
        return host.Root.Path.IsEmpty ? name : $"{name} at {host.Root.Path}";
    }

    /// <summary>The distribution's own words for itself; else its id and version. Null when unknown.</summary>
    public static string? Os(HostOs? os) => os is null ? null : os.PrettyName?.ToString() ?? $"{os.Id} {os.Version}".Trim();

    /// <summary>Name and version; the status where it is not the usual one.</summary>
    public static string Package(HostPackage package)
    {
        string status = package.Status?.ToString() is { } words && words != Installed ? $" ({words})" : "";
        return $"{package.Name} {package.Version}".TrimEnd() + status;
    }

    /// <summary>The members of the group; "nobody" where it has none; null where there is no such group.</summary>
    public static string? Group(IReadOnlyList<HostMember>? members) => members switch
    {
        null => null,
        [] => "nobody",
        _ => Join(members.Select(m => m.IsPrimary ? $"{m.Name} (primary group)" : m.Name.ToString())),
    };

    /// <summary>Where a line stands: <c>etc/crontab:7</c>.</summary>
    public static string Place(HostText line) =>
        line.Origin.Path + (line.Line is int number ? string.Create(CultureInfo.InvariantCulture, $":{number}") : "");

    private static string? Daemon(HostDaemonJson? file)
    {
        var mask = new HostMask(new SecretMask(show: false));
        return file is null ? null : file.Settings.Count == 0 ? "no settings"
            : Join(file.Settings.Select(s => $"{s.Key} = {CaseFormat.Cut(mask.Setting(s), 200)}"));
    }

    private static string Join(IEnumerable<string> all)
    {
        string[] words = [.. all];
        return string.Join(", ", words.Take(Most)) + (words.Length > Most ? string.Create(CultureInfo.InvariantCulture, $" and {words.Length - Most} more")
            : "");
    }
}
