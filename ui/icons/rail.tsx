import { Icon, type IconProps } from './Icon.tsx'

export const TodayIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M3 10.5 10 4l7 6.5" />
    <path d="M5 9v7h10V9" />
    <path d="M8.5 16v-4h3v4" />
  </Icon>
)

export const OrdersIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M5 3h10v14l-2.5-1.6L10 17l-2.5-1.6L5 17z" />
    <path d="M8 7h4M8 10.5h4" />
  </Icon>
)

export const DueListIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="3.5" y="4.5" width="13" height="12" rx="1.5" />
    <path d="M3.5 8.5h13M7 2.8v3M13 2.8v3" />
    <path d="m7.5 12 1.8 1.8 3.2-3.3" />
  </Icon>
)

export const DispatchIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="5" cy="15" r="2" />
    <circle cx="15" cy="5" r="2" />
    <path d="M7 15h5a2.5 2.5 0 0 0 0-5H8a2.5 2.5 0 0 1 0-5h5" />
  </Icon>
)

export const TrackingIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M10 17s5.5-4.6 5.5-9A5.5 5.5 0 0 0 4.5 8c0 4.4 5.5 9 5.5 9z" />
    <circle cx="10" cy="8" r="2" />
  </Icon>
)

export const CylindersIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M6 8.5C6 6.8 7.5 6 10 6s4 .8 4 2.5V15c0 1.2-.8 2-2 2H8c-1.2 0-2-.8-2-2z" />
    <path d="M8 6V3.5h4V6M6 11h8" />
  </Icon>
)

export const MoneyIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="2.5" y="5" width="15" height="10" rx="1.5" />
    <circle cx="10" cy="10" r="2.3" />
    <path d="M5 10h.01M15 10h.01" />
  </Icon>
)

export const CustomersIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="8" cy="7" r="2.7" />
    <path d="M2.8 16c.4-3 2.4-4.6 5.2-4.6s4.8 1.6 5.2 4.6" />
    <path d="M13 4.7a2.5 2.5 0 0 1 0 4.7M15 12c1.3.7 2 2 2.2 4" />
  </Icon>
)

export const SettingsIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M4 6h7M15 6h1M4 14h1M9 14h7" />
    <circle cx="13" cy="6" r="2" />
    <circle cx="7" cy="14" r="2" />
  </Icon>
)

export const ImportIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M10 3v9M6.5 8.5 10 12l3.5-3.5" />
    <path d="M4 13v3.5h12V13" />
  </Icon>
)

export const InboxIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M4 4h12l1.5 8v4.5h-15V12z" />
    <path d="M2.5 12h4.2l1 2h4.6l1-2h4.2" />
  </Icon>
)

export const DayCloseIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="3.5" y="3.5" width="13" height="13" rx="1.5" />
    <path d="M7 10.2l2.1 2.1L13.4 8" />
  </Icon>
)

export const MessagesIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M3 4.500h14v9H9.500L5.500 16.800v-3.300H3z" />
    <path d="M6.500 8h7M6.500 10.500h4.500" />
  </Icon>
)
