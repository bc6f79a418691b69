using StoreForensics.Model;

namespace StoreForensics.Host;

/// <summary>Lines of the system's text logs that mention Docker, and which logs are there that are not read.</summary>
internal static class SystemLogs
{
    private const int MaxDepth = 4;

    private static readonly string[] s_logs = ["auth.log", "daemon.log", "docker.log", "messages", "secure", "syslog"];

    /// <summary>By file in byte order of names (rotated ones follow the current one), then as they stand.</summary>
    public static IReadOnlyList<HostText> Read(HostFiles files)
    {
        var lines = new List<HostText>();
        foreach (int node in Logs(files))
            lines.AddRange(files.Select(node, Mentions.Docker));
        return lines;
    }

    public static IReadOnlyList<HostFile> Unread(HostFiles files)
    {
        var found = new List<HostFile>();
        AddBelow(files.Node("var/log/journal"u8), 0);
        AddBelow(files.Node("var/log/audit"u8), 0);
        if (found.Count > 0)
            files.Problems.Note("SF-HOST-0010", found[0].Origin,
                $"this and {found.Count - 1} more logs of the host are not read: systemd's journal or the audit log");
        return found;

        void AddBelow(int? directory, int depth)
        {
            foreach (int node in directory is int known ? files.Entries(known) : [])
            {
                if (files.IsFile(node))
                    Add(node);
                else if (files.IsDirectory(node) && depth < MaxDepth)
                    AddBelow(node, depth + 1);
            }
        }

        void Add(int node)
        {
            if (found.Count < files.Limits.Files)
                found.Add(new HostFile(files.Origin(node), files.Tree[node].Size));
            else
                files.Problems.Note("SF-HOST-0002", files.Root, $"has more than {files.Limits.Files} logs that are not read; the first are listed");
        }
    }

    // auth.log, auth.log.1, auth.log.2.gz, messages-20240101
    private static IEnumerable<int> Logs(HostFiles files) =>
        files.Entries("var/log"u8).Concat(files.Entries("var/log/upstart"u8)).Where(node => files.IsFile(node)
            && IsLog(System.Text.Encoding.Latin1.GetString(files.Tree.Name(node))));

    private static bool IsLog(string name) =>
        s_logs.Any(log => name.StartsWith(log, StringComparison.Ordinal) && (name.Length == log.Length || name[log.Length] is '.' or '-'));
}
