namespace Sim.Simulator.Explaining;

/// <summary>Steps of one task that follow each other in a run, or an event between such stretches.</summary>
/// <param name="Incarnation">The run, from 1 on.</param>
/// <param name="FirstStep">The number of its first step over all runs, from 1 on.</param>
/// <param name="Steps">How many steps it has; 0 for an event.</param>
/// <param name="Task">The task; null for an event.</param>
/// <param name="Text">The points that it went on from, or what happened.</param>
/// <param name="Preemption">Which of the entry's departures from "run until it blocks" it ends with, from 1 on; 0 for none.</param>
internal sealed record RunStretch(int Incarnation, long FirstStep, int Steps, string? Task, string Text, int Preemption);
