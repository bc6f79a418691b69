using System.Text.RegularExpressions;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Containers and images that are called like something that is none: threads of the kernel, services of the host, components of Kubernetes.</summary>
internal sealed partial class PosingNameRule : IInventoryRule
{
    private static readonly Rule s_rule = new("name-poses", "Name of something else", FindingConfidence.Medium, ["T1036.004", "T1036.005"],
        "What it runs, and who made it.")
    {
        When = "A container or image has the name of a kernel's thread or of a service that hosts run outside of containers, or a container of a pod in a "
            + "namespace of Kubernetes' own that of a component whose image it does not have.",
        Alternatives = ["a test, or a service that was put into a container on purpose"],
        IsAboutObject = true,
        Severities = [FindingSeverity.Medium],
    };

    private static readonly string[] s_components = ["kube-proxy", "kube-apiserver", "kube-scheduler", "kube-controller-manager", "etcd", "coredns"];

    private const int MaxNameChars = 256;

    public IReadOnlyList<Rule> Rules => [s_rule];

    public void Look(Inventory inventory, FindingSink sink)
    {
        foreach (Container container in inventory.Containers.Where(c => c.Pod is null && c.Name is { } name && IsOfHost(Last(name))))
        {
            // Podman's generator calls what it starts for systemd so (podman-systemd.unit(5), ContainerName).
            if (container.Labels?.ContainsKey("PODMAN_SYSTEMD_UNIT") != true)
                Say([container.DisplayName], $"It is called {DisplayText.Escape(Last(container.Name!))}, as a part of the host's system is.", container.Origin,
                    container.Created?.Time, sink);
        }
        foreach (Container container in inventory.Containers.Where(c => c.Pod is { Namespace: "kube-system", IsSandbox: false }))
        {
            string name = Last(container.DisplayName), image = container.ImageName ?? "";
            if (s_components.Contains(name, StringComparer.Ordinal) && image.Length > 0 && Repository(image) is var repository
                && !repository.Contains(name, StringComparison.Ordinal) && !IsDigest(image))
                Say([container.DisplayName], $"It is called {name}, as a component of Kubernetes is, and its image {DisplayText.Escape(image)} is not.",
                    container.Origin, container.Created?.Time, sink);
        }
        foreach (Image image in inventory.Images)
        {
            if (image.References.FirstOrDefault(r => IsOfHost(Last(r.Repository))) is { } reference)
                Say(Subjects.Of(image), $"It is called {DisplayText.Escape(Last(reference.Repository))}, as a part of the host's system is.", image.Origin,
                    image.Made, sink);
        }
    }

    private static void Say(IReadOnlyList<string> subjects, string reason, Origin origin, Timestamp? time, FindingSink sink) =>
        sink.Add(s_rule, FindingSeverity.Medium, subjects, reason, origin, time: time);

    // The expression backtracks: no name of the host's system is nearly as long.
    private static bool IsOfHost(string name) => name.Length <= MaxNameChars && OfHost().IsMatch(name);

    private static string Last(string name) => name[(name.LastIndexOf('/') + 1)..];

    private static string Repository(string image) => Last(image) is var last && last.IndexOf(':', StringComparison.Ordinal) is > 0 and var at ? last[..at]
        : last;

    private static bool IsDigest(string image) => image.StartsWith("sha256:", StringComparison.Ordinal)
        || (image.Length == 64 && image.All(char.IsAsciiHexDigit));

    [GeneratedRegex(@"^(\[?k(worker|threadd|softirqd|swapd|dmflush|compactd|auditd|blockd|devtmpfs|integrityd|psmoused)([0-9_:/u-].*)?|"
        + @"systemd-(logind|journald|udevd|resolved|networkd|timesyncd|machined|oomd|homed|userdbd|coredump|hostnamed|localed)|dbus-(daemon|broker)|"
        + @"(polkitd|udisksd|agetty|irqbalance|auditd|accounts-daemon|networkmanager|packagekitd|gdm-session-worker))([._-]?[0-9]+)?\]?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OfHost();
}
