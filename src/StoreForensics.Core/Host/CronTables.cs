using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Host;

/// <summary>What cron runs that has to do with containers: tables of the system and of users, and the scripts of <c>cron.daily</c> and the like.</summary>
internal static class CronTables
{
    private const int MaxDepth = 4;

    public static IReadOnlyList<HostText> Read(HostFiles files)
    {
        var lines = new List<HostText>();
        int looked = 0;
        if (files.File("etc/crontab"u8) is int table)
            lines.AddRange(files.Select(table, Mentions.Engine));
        AddBelow("etc/cron.d"u8);
        AddBelow("etc/cron.hourly"u8);
        AddBelow("etc/cron.daily"u8);
        AddBelow("etc/cron.weekly"u8);
        AddBelow("etc/cron.monthly"u8);
        AddBelow("etc/crontabs"u8); // Alpine
        AddBelow("var/spool/cron"u8);
        return lines;

        void AddBelow(ReadOnlySpan<byte> path)
        {
            if (files.Node(path) is int directory)
                Walk(directory, 0);
        }

        void Walk(int directory, int depth)
        {
            foreach (int node in files.Entries(directory))
            {
                if (files.IsDirectory(node) && depth < MaxDepth)
                    Walk(node, depth + 1);
                else if (files.IsFile(node) && ++looked <= files.Limits.Files)
                    lines.AddRange(files.Select(node, Mentions.Engine));
                else if (files.Tree[node].Kind == EntryKind.Symlink)
                    files.Problems.Note("SF-HOST-0001", files.Origin(node), "a symlink stands among what cron runs; it is not followed");
                else if (files.IsDirectory(node) || files.IsFile(node))
                    files.Problems.Note("SF-HOST-0002", files.Origin(directory), "holds more than is looked at");
            }
        }
    }
}
